#pragma once

#include "cwasi_import.h"

/// The program: what `wasi:cli/run` calls, once. Every component defines it.
/// Returns the exit status, 0 to 255; the host sees success for 0 and failure for anything else, and may ask for the
/// number through the component's `exit-status` export.
int32_t cwasi_program_main(void);

/// Calls the `main` of the program, which Swift makes for a type marked `@main`. Returns the status it has set. Only for
/// components that have one.
int32_t cwasi_call_main(void);

/// Sets what cwasi_call_main returns; `main` itself cannot return anything in Swift.
void cwasi_set_main_status(int32_t status);

/// Lets the next list of bytes that the host hands over be written straight into `buffer` if it is not longer than
/// `capacity`, instead of into memory of its own: one copy less for every read. Ended by cwasi_take_back.
/// `buffer` must stay where it is until then.
void cwasi_lend(uint8_t *buffer, size_t capacity);

/// Ends the loan.
void cwasi_take_back(void);

/// Frees a list that the host handed over.
void cwasi_free(void *memory);
