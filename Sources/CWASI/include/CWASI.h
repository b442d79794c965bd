// The interfaces of WASI 0.2.0 that are used, as C declarations: one function per imported function, with the names
// of the WIT files under wit/, following the canonical ABI of the component model.
//
// Memory. A result that does not fit one machine word is written to a struct given by the caller; the structs have the
// layout the canonical ABI prescribes. A list in such a result is allocated with `malloc` (through `cabi_realloc`) and
// belongs to the caller, except for bytes read into a lent buffer (see cwasi_lend).
#pragma once

#include "cwasi_program.h"
#include "wasi_cli.h"
#include "wasi_clocks.h"
#include "wasi_io.h"
#include "wasi_random.h"
#include "wasi_sockets.h"
