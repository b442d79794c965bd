/* What Swift cannot import of curses: macros, variables that the library shares with everybody, and the inside of cchar_t. */
#ifndef HEARSAY_NCURSES_SHIM_H
#define HEARSAY_NCURSES_SHIM_H
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdio.h>
#include <string.h>
#include <term.h>
#include <wchar.h>

/* The system declares it for X/Open programs only. */
extern int wcwidth(wchar_t character);

static inline int hearsay_columns(wchar_t character) { return wcwidth(character); }

static inline WINDOW *hearsay_screen(void) { return stdscr; }
static inline int hearsay_colors(void) { return COLORS; }
static inline int hearsay_color_pairs(void) { return COLOR_PAIRS; }

/* Makes curses forget what it believes to be on the screen, so that the next refresh draws all of it. */
static inline void hearsay_forget_screen(void) { clearok(curscr, TRUE); }

/* Fills a cell with a character and what is drawn on it. setcchar stops at a second spacing character, which a joined emoji has;
   the terminal draws the sequence in the columns of its first character, so it is stored behind setcchar's back. */
static inline void hearsay_set_cell(cchar_t *cell, const wchar_t *text, int count, attr_t attributes, int pair)
{
    wchar_t first[2] = { text[0], 0 };
    setcchar(cell, first, attributes, 0, &pair);
    for (int index = 1; index < count && index < CCHARW_MAX; ++index)
        cell->chars[index] = text[index];
}

static inline void hearsay_draw_cells(int row, const cchar_t *cells, int count)
{
    mvwadd_wchnstr(stdscr, row, 0, cells, count);
}

static inline int hearsay_put(int byte) { return putc(byte, stdout); }

static inline void hearsay_go_to(int row, int column)
{
    char *move = tigetstr("cup");
    if (move != NULL && move != (char *)-1)
        tputs(tparm(move, (long)row, (long)column, 0L, 0L, 0L, 0L, 0L, 0L, 0L), 1, hearsay_put);
}

/* Writes a text past curses, by way of stdout, which curses does not use. It is told of the attributes, so that its next picture is
   right; the cursor is to be put back by hearsay_go_back. */
static inline void hearsay_write(int row, int column, attr_t attributes, int pair, const char *text)
{
    hearsay_go_to(row, column);
    vid_puts(attributes, 0, &pair, hearsay_put);
    fputs(text, stdout);
}

/* Puts the cursor where curses believes that it is, and sends everything. */
static inline void hearsay_go_back(void)
{
    hearsay_go_to(getcury(stdscr), getcurx(stdscr));
    fflush(stdout);
}

/* A string capability of the terminal; NULL where it has none. */
static inline const char *hearsay_capability(const char *name)
{
    char *value = tigetstr(name);
    return value == (char *)-1 ? NULL : value;
}
#endif
