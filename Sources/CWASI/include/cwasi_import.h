#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Declares a function imported from a WASI interface.
#define CWASI_IMPORT(interface, function) \
    __attribute__((import_module(interface), import_name(function)))

/// An index into the component's table of resources; 0 is a valid one.
typedef int32_t wasi_handle_t;
