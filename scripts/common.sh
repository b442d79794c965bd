# Shared by the scripts in this folder (bash). Sourced, never run.

set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
BUILD="$ROOT/build"
cd "$ROOT"

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Prints the first of its arguments that exists.
first_existing() {
    local path
    for path in "$@"; do
        if [ -e "$path" ]; then
            printf '%s\n' "$path"
            return 0
        fi
    done
    return 1
}

# The newest of the LLVM versions that Debian and Ubuntu package the WebAssembly libraries for.
LLVM_VERSIONS="20 19 18 17 16 15 14"

# The folder with wasi-libc's headers.
wasi_include() { first_existing /usr/include/wasm32-wasi; }

# The folder with wasi-libc's libraries and start files.
wasi_library() { first_existing /usr/lib/wasm32-wasi; }

# The headers of libc++ for wasm32. They are independent of the compiler, so any version will do.
libcxx_include() {
    local version candidates=()
    for version in $LLVM_VERSIONS; do candidates+=("/usr/lib/llvm-$version/include/wasm32-wasi/c++/v1"); done
    first_existing "${candidates[@]}" /usr/include/wasm32-wasi/c++/v1
}

libcxx_archive() {
    local name="$1" version candidates=()
    for version in $LLVM_VERSIONS; do candidates+=("/usr/lib/llvm-$version/lib/wasm32-wasi/$name"); done
    first_existing "${candidates[@]}" "/usr/lib/wasm32-wasi/$name"
}

# compiler-rt: the arithmetic that wasm32 has no instruction for.
builtins_archive() {
    local version candidates=()
    for version in $LLVM_VERSIONS; do
        candidates+=(
            "/usr/lib/llvm-$version/lib/clang/$version/lib/wasi/libclang_rt.builtins-wasm32.a"
            "/usr/lib/clang/$version/lib/wasi/libclang_rt.builtins-wasm32.a"
        )
    done
    # Before LLVM 16 the folder had the whole version number.
    candidates+=(/usr/lib/llvm-1[45]/lib/clang/*/lib/wasi/libclang_rt.builtins-wasm32.a)
    first_existing "${candidates[@]}"
}

# The toolchain's usr folder.
swift_usr() {
    local info
    info="$(swift -print-target-info)"
    dirname "$(dirname "$(printf '%s' "$info" | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')")"
}

# Makes components of core modules.
wasm_tools() { first_existing "$BUILD/python/bin/wasm-tools" || command -v wasm-tools; }

# The way round where there is no wasm-tools: the linker of a Rust toolchain, which links and makes a component in one.
component_linker() {
    command -v wasm-component-ld && return
    command -v rustc >/dev/null && first_existing "$(rustc --print sysroot)"/lib/rustlib/*/bin/wasm-component-ld
}
