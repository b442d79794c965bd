#pragma once

#include "cwasi_import.h"

/// The cases of `stream-error`.
enum {
    WASI_STREAM_ERROR_LAST_OPERATION_FAILED = 0,
    WASI_STREAM_ERROR_CLOSED = 1,
};

/// `error` is an owned resource, present only with WASI_STREAM_ERROR_LAST_OPERATION_FAILED; it must be dropped.
struct wasi_stream_error {
    uint8_t kind;
    wasi_handle_t error;
};

struct wasi_byte_list {
    uint8_t *bytes;
    size_t count;
};

/// result<list<u8>, stream-error>
struct wasi_read_result {
    uint8_t is_error;
    union {
        struct wasi_byte_list bytes;
        struct wasi_stream_error failure;
    };
};

/// result<u64, stream-error>
struct wasi_permit_result {
    uint8_t is_error;
    union {
        uint64_t permit;
        struct wasi_stream_error failure;
    };
};

/// result<_, stream-error>
struct wasi_stream_result {
    uint8_t is_error;
    struct wasi_stream_error failure;
};

struct wasi_index_list {
    uint32_t *indexes;
    size_t count;
};

_Static_assert(sizeof(struct wasi_read_result) == 12, "canonical ABI");
_Static_assert(sizeof(struct wasi_permit_result) == 16, "canonical ABI");
_Static_assert(sizeof(struct wasi_stream_result) == 12, "canonical ABI");

CWASI_IMPORT("wasi:io/error@0.2.0", "[method]error.to-debug-string")
void wasi_error_to_debug_string(wasi_handle_t self, struct wasi_byte_list *result);

CWASI_IMPORT("wasi:io/error@0.2.0", "[resource-drop]error")
void wasi_error_drop(wasi_handle_t self);

/// Waits until one of the pollables is ready. Traps when the list is empty.
CWASI_IMPORT("wasi:io/poll@0.2.0", "poll")
void wasi_poll(const wasi_handle_t *pollables, size_t count, struct wasi_index_list *result);

CWASI_IMPORT("wasi:io/poll@0.2.0", "[resource-drop]pollable")
void wasi_pollable_drop(wasi_handle_t self);

/// An empty list means that there is nothing now.
CWASI_IMPORT("wasi:io/streams@0.2.0", "[method]input-stream.read")
void wasi_input_stream_read(wasi_handle_t self, uint64_t length, struct wasi_read_result *result);

CWASI_IMPORT("wasi:io/streams@0.2.0", "[method]input-stream.subscribe")
wasi_handle_t wasi_input_stream_subscribe(wasi_handle_t self);

CWASI_IMPORT("wasi:io/streams@0.2.0", "[resource-drop]input-stream")
void wasi_input_stream_drop(wasi_handle_t self);

/// How many bytes may be written now; 0 means that the stream must be waited for.
CWASI_IMPORT("wasi:io/streams@0.2.0", "[method]output-stream.check-write")
void wasi_output_stream_check_write(wasi_handle_t self, struct wasi_permit_result *result);

/// Traps when there are more bytes than the permit allows.
CWASI_IMPORT("wasi:io/streams@0.2.0", "[method]output-stream.write")
void wasi_output_stream_write(
    wasi_handle_t self, const uint8_t *bytes, size_t count, struct wasi_stream_result *result);

CWASI_IMPORT("wasi:io/streams@0.2.0", "[method]output-stream.flush")
void wasi_output_stream_flush(wasi_handle_t self, struct wasi_stream_result *result);

CWASI_IMPORT("wasi:io/streams@0.2.0", "[method]output-stream.subscribe")
wasi_handle_t wasi_output_stream_subscribe(wasi_handle_t self);

CWASI_IMPORT("wasi:io/streams@0.2.0", "[resource-drop]output-stream")
void wasi_output_stream_drop(wasi_handle_t self);
