#ifndef C_ALLOCATION_COUNT_H
#define C_ALLOCATION_COUNT_H

#include <stdint.h>

// The number of calls of malloc, calloc, realloc and the aligned ones by this program since its start.
uint64_t allocation_count(void);

#endif
