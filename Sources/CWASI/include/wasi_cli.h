#pragma once

#include "cwasi_import.h"

/// A string of UTF-8, not terminated.
struct wasi_string {
    uint8_t *bytes;
    size_t count;
};

struct wasi_string_list {
    struct wasi_string *items;
    size_t count;
};

struct wasi_variable {
    struct wasi_string name;
    struct wasi_string value;
};

struct wasi_variable_list {
    struct wasi_variable *items;
    size_t count;
};

CWASI_IMPORT("wasi:cli/environment@0.2.0", "get-arguments")
void wasi_cli_get_arguments(struct wasi_string_list *result);

CWASI_IMPORT("wasi:cli/environment@0.2.0", "get-environment")
void wasi_cli_get_environment(struct wasi_variable_list *result);

CWASI_IMPORT("wasi:cli/stdin@0.2.0", "get-stdin")
wasi_handle_t wasi_cli_get_stdin(void);

CWASI_IMPORT("wasi:cli/stdout@0.2.0", "get-stdout")
wasi_handle_t wasi_cli_get_stdout(void);

CWASI_IMPORT("wasi:cli/stderr@0.2.0", "get-stderr")
wasi_handle_t wasi_cli_get_stderr(void);
