#pragma once

#include "cwasi_import.h"

/// Fills the buffer with bytes fit for cryptography.
void cwasi_get_random_bytes(uint8_t *buffer, size_t count);
