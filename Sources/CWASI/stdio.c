// BoringSSL prints a last word to stderr before it aborts. The C library's streams would import WASI preview 1, so there is
// no such stream: the abort itself, a trap, tells where it happened. These are all the symbols of the C library's own
// stderr, so that it is not linked.
#include <stdio.h>

#undef stderr
FILE *const stderr = NULL;
FILE *volatile __stderr_used = NULL;
char __stderr_FILE[256]; // never read: only dead code refers to it

int fprintf(FILE *restrict stream, const char *restrict format, ...) {
    (void)stream;
    (void)format;
    return 0;
}
