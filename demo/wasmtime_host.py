"""Runs a component of WASI 0.2 like the wasmtime command does, on Wasmtime's C library from PyPI.

The package's Python classes cannot grant the network, the C functions below them can. They are called directly also
because importing those classes takes longer than starting the component. Only the standard library is needed.

WASMTIME_LIBRARY names another libwasmtime to use.
"""

import glob
import hashlib
import os
import signal
import sys
from ctypes import (
    CDLL, POINTER, Structure, byref, c_bool, c_char, c_char_p, c_size_t, c_uint8, c_uint32, c_uint64, c_void_p,
    string_at,
)

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
USAGE = "usage: demo/wasmtime run [-S inherit-network] [-S allow-ip-name-lookup] [--env NAME=VALUE] FILE [ARGS...]"

STATUS_USAGE = 2
STATUS_TRAP = 134  # what the wasmtime command ends with


class Bytes(Structure):
    """wasm_byte_vec_t"""
    _fields_ = [("size", c_size_t), ("data", POINTER(c_char))]


class Instance(Structure):
    """wasmtime_component_instance_t"""
    _fields_ = [("store_id", c_uint64), ("index", c_uint32)]


class Function(Structure):
    """wasmtime_component_func_t"""
    _fields_ = [("store_id", c_uint64), ("first_index", c_uint32), ("padding", c_uint32), ("second_index", c_uint32)]


class Value(Structure):
    """wasmtime_component_val_t: the kind, then a union; both results that are read here are its first byte."""
    _fields_ = [("kind", c_uint8), ("padding", c_uint8 * 7), ("first_byte", c_uint8), ("rest", c_uint8 * 63)]


class HostError(Exception):
    """Something of the library's failed; the text says what."""


class Options:
    def __init__(self, arguments):
        self.grants = set()
        self.environment = {"TERM": os.environ["TERM"]} if "TERM" in os.environ else {}
        if arguments[:1] != ["run"]:
            raise ValueError(USAGE)
        rest = arguments[1:]
        while rest and rest[0].startswith("-"):
            flag = rest.pop(0)
            if flag == "--":
                break
            if flag.startswith("-S") and len(flag) > 2:
                flag, value = "-S", flag[2:].lstrip("=")
            elif rest:
                value = rest.pop(0)
            else:
                raise ValueError(f"{flag} needs a value\n{USAGE}")
            if flag in ("-S", "--wasi"):
                self.grants.update(value.split(","))
            elif flag == "--env":
                name, separator, text = value.partition("=")
                self.environment[name] = text if separator else os.environ.get(name, "")
            else:
                raise ValueError(f"unknown option {flag}\n{USAGE}")
        unknown = self.grants - {"inherit-network", "allow-ip-name-lookup"}
        if unknown:
            raise ValueError(f"unknown grant {sorted(unknown)[0]}\n{USAGE}")
        if not rest:
            raise ValueError(USAGE)
        self.file = rest[0]
        self.arguments = rest


def find_library():
    chosen = os.environ.get("WASMTIME_LIBRARY")
    if chosen:
        return chosen
    found = glob.glob(os.path.join(ROOT, "build/python/lib/python*/site-packages/wasmtime/*/_libwasmtime.*"))
    if not found:
        raise HostError("the wasmtime package is not installed: run make setup")
    return found[0]


class Host:
    def __init__(self):
        self.path = find_library()
        self.library = CDLL(self.path)
        self.engine = c_void_p(self.call("wasm_engine_new"))

    def call(self, name, *arguments, result=c_void_p):
        function = getattr(self.library, name)
        function.restype = result
        return function(*arguments)

    def check(self, name, *arguments):
        """Calls a function that returns an error or NULL."""
        error = self.call(name, *arguments)
        if error:
            message = Bytes()
            self.call("wasmtime_error_message", c_void_p(error), byref(message), result=None)
            raise HostError(string_at(message.data, message.size).decode(errors="replace"))

    def load(self, file):
        """Compiles the component, or loads what an earlier run compiled."""
        with open(file, "rb") as stream:
            wasm = stream.read()
        key = hashlib.sha256(f"{self.path} {os.stat(self.path).st_mtime_ns} ".encode() + wasm).hexdigest()
        folder = os.path.join(ROOT, "build", "compiled")
        cached = os.path.join(folder, key)
        component = c_void_p()
        if os.path.exists(cached):
            try:
                self.check("wasmtime_component_deserialize_file", self.engine, cached.encode(), byref(component))
                return component
            except HostError:
                pass  # Compiled on another machine, say: compile it again.
        self.check("wasmtime_component_new", self.engine, wasm, c_size_t(len(wasm)), byref(component))
        self.save(component, folder, cached)
        return component

    def save(self, component, folder, cached):
        compiled = Bytes()
        self.check("wasmtime_component_serialize", component, byref(compiled))
        temporary = f"{cached}.{os.getpid()}"
        try:
            os.makedirs(folder, exist_ok=True)
            with open(temporary, "wb") as stream:
                stream.write(string_at(compiled.data, compiled.size))
            os.replace(temporary, cached)
        except OSError:
            pass  # A cache that cannot be written is only slow.

    def configure(self, context, options):
        wasi = c_void_p(self.call("wasi_config_new"))
        arguments = [argument.encode(errors="surrogateescape") for argument in options.arguments]
        self.call(
            "wasi_config_set_argv", wasi, c_size_t(len(arguments)), (c_char_p * len(arguments))(*arguments),
            result=c_bool)
        names = [name.encode(errors="surrogateescape") for name in options.environment]
        values = [value.encode(errors="surrogateescape") for value in options.environment.values()]
        self.call(
            "wasi_config_set_env", wasi, c_size_t(len(names)), (c_char_p * len(names))(*names),
            (c_char_p * len(names))(*values), result=c_bool)
        for stream in ("stdin", "stdout", "stderr"):
            self.call(f"wasi_config_inherit_{stream}", wasi, result=None)
        if "inherit-network" in options.grants:
            self.call("wasi_config_inherit_network", wasi, result=None)
        if "allow-ip-name-lookup" in options.grants:
            self.call("wasi_config_allow_ip_name_lookup", wasi, c_bool(True), result=None)
        self.check("wasmtime_context_set_wasi", context, wasi)

    def run(self, options):
        """The exit status of the component."""
        component = self.load(options.file)
        linker = c_void_p(self.call("wasmtime_component_linker_new", self.engine))
        self.check("wasmtime_component_linker_add_wasip2", linker)
        store = c_void_p(self.call("wasmtime_store_new", self.engine, None, None))
        context = c_void_p(self.call("wasmtime_store_context", store))
        self.configure(context, options)
        instance = Instance()
        self.check("wasmtime_component_linker_instantiate", linker, context, component, byref(instance))

        interface = self.export(instance, context, None, "wasi:cli/run@0.2.0")
        run = interface and self.export(instance, context, interface, "run")
        if not run:
            raise HostError(f"{options.file} does not export wasi:cli/run@0.2.0")
        if self.invoke(instance, context, run) == 1:
            return 0
        status = self.export(instance, context, None, "exit-status")
        return self.invoke(instance, context, status) if status else 1

    def export(self, instance, context, parent, name):
        index = self.call(
            "wasmtime_component_instance_get_export_index", byref(instance), context, parent, name.encode(),
            c_size_t(len(name)))
        return c_void_p(index) if index else None

    def invoke(self, instance, context, index):
        function = Function()
        self.call(
            "wasmtime_component_instance_get_func", byref(instance), context, index, byref(function), result=c_bool)
        value = Value()
        self.check(
            "wasmtime_component_func_call", byref(function), context, None, c_size_t(0), byref(value), c_size_t(1))
        return value.first_byte


def main():
    # The interpreter is inside C while the component runs: signals must do what they do to any program.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # A stream that the caller closed must not become whatever file is opened next.
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    try:
        options = Options(sys.argv[1:])
    except ValueError as error:
        print(error, file=sys.stderr)
        return STATUS_USAGE
    try:
        return Host().run(options)
    except (HostError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return STATUS_TRAP if isinstance(error, HostError) else 1


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)  # Nothing is left to tidy up that the end of the process does not.
