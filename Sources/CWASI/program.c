// What a component must give to its host: an entry point, its exit status and memory for results.
#include "include/cwasi_program.h"

#include <stdlib.h>

static int32_t exit_status = 0;
static uint8_t *lent_buffer = NULL;
static size_t lent_capacity = 0;

__attribute__((export_name("wasi:cli/run@0.2.0#run")))
int32_t cwasi_export_run(void) {
    exit_status = cwasi_program_main();
    return exit_status == 0 ? 0 : 1;
}

__attribute__((export_name("exit-status")))
int32_t cwasi_export_exit_status(void) {
    return exit_status & 0xff;
}

void cwasi_lend(uint8_t *buffer, size_t capacity) {
    lent_buffer = buffer;
    lent_capacity = capacity;
}

void cwasi_take_back(void) {
    lent_buffer = NULL;
    lent_capacity = 0;
}

void cwasi_free(void *memory) {
    free(memory);
}

// Only a list of bytes has alignment 1, and during a loan no other list of bytes is asked of the host.
__attribute__((export_name("cabi_realloc")))
void *cabi_realloc(void *old, size_t old_size, size_t alignment, size_t new_size) {
    if (old == NULL && alignment == 1 && lent_buffer != NULL && new_size <= lent_capacity) {
        return lent_buffer;
    }
    if (new_size == 0) {
        return (void *)alignment;
    }
    void *memory = realloc(old, new_size);
    if (memory == NULL) {
        abort();
    }
    return memory;
}
