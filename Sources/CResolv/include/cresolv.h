// The system's resolver, for TXT records: what getaddrinfo cannot look up. Its functions are macros in part, which Swift
// does not see.
#pragma once

#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdint.h>
#include <string.h>

/// Asks for the TXT records of a name, with the settings of this system (resolv.conf), or of one name server alone.
/// Blocks for some seconds at most. Returns the length of the answer, at most `capacity`, or a negative number: -1 no such name or
/// no such record, -2 anything else.
static inline int cresolv_query_text(const char *name, const struct sockaddr_in *server, uint8_t *answer, int capacity) {
    struct __res_state state;
    memset(&state, 0, sizeof state);
    if (res_ninit(&state) != 0) {
        return -2;
    }
    state.retrans = 2;
    state.retry = 2;
    if (server != NULL) {
        state.nsaddr_list[0] = *server;
        state.nscount = 1;
    }
    int length = res_nquery(&state, name, ns_c_in, ns_t_txt, answer, capacity);
    int failure = state.res_h_errno == HOST_NOT_FOUND || state.res_h_errno == NO_DATA ? -1 : -2;
    res_nclose(&state);
    if (length < 0) {
        return failure;
    }
    return length < capacity ? length : capacity;
}

/// Finds the record number `index` of an answer's main section. Returns its length and sets `offset` to where its data begins
/// in the answer; -1 when the answer has no such record or cannot be read, -2 for a record that is not of type TXT.
static inline int cresolv_text_record(const uint8_t *answer, int length, int index, int *offset) {
    ns_msg message;
    ns_rr record;
    if (ns_initparse(answer, length, &message) != 0 || index >= ns_msg_count(message, ns_s_an)
        || ns_parserr(&message, ns_s_an, index, &record) != 0) {
        return -1;
    }
    if (ns_rr_type(record) != ns_t_txt) {
        return -2;
    }
    *offset = (int)(ns_rr_rdata(record) - answer);
    return ns_rr_rdlen(record);
}
