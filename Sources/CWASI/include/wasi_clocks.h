#pragma once

#include "cwasi_import.h"

/// Time since 1970-01-01T00:00:00Z.
struct wasi_datetime {
    uint64_t seconds;
    uint32_t nanoseconds;
};

/// Nanoseconds since some moment before the start of the program; never goes back.
CWASI_IMPORT("wasi:clocks/monotonic-clock@0.2.0", "now")
uint64_t wasi_monotonic_clock_now(void);

/// A pollable that is ready from `when` on.
CWASI_IMPORT("wasi:clocks/monotonic-clock@0.2.0", "subscribe-instant")
wasi_handle_t wasi_monotonic_clock_subscribe_instant(uint64_t when);

CWASI_IMPORT("wasi:clocks/wall-clock@0.2.0", "now")
void wasi_wall_clock_now(struct wasi_datetime *result);
