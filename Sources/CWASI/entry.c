// For components whose program is a Swift type marked @main. A file of its own, so that the linker takes it only for these.
#include "include/cwasi_program.h"

#include <stddef.h>

// Under this name clang's wasm targets know a main with arguments; Swift's @main is one.
int __main_argc_argv(int argc, char **argv);
static int32_t main_status = 0;

int32_t cwasi_call_main(void) {
    __main_argc_argv(0, NULL);
    return main_status;
}

void cwasi_set_main_status(int32_t status) {
    main_status = status;
}
