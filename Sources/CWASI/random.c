// Entropy. BoringSSL asks the C library for it, which would import WASI preview 1: answered here from wasi:random.
#include "include/wasi_random.h"
#include "include/wasi_io.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

CWASI_IMPORT("wasi:random/random@0.2.0", "get-random-bytes")
void import_get_random_bytes(uint64_t count, struct wasi_byte_list *result);

void cwasi_get_random_bytes(uint8_t *buffer, size_t count) {
    if (count == 0) {
        return;
    }
    struct wasi_byte_list list;
    import_get_random_bytes(count, &list);
    if (list.count != count) {
        abort();
    }
    memcpy(buffer, list.bytes, count);
    free(list.bytes);
}

int getentropy(void *buffer, size_t count) {
    if (count > 256) {
        errno = EIO;
        return -1;
    }
    cwasi_get_random_bytes(buffer, count);
    return 0;
}
