// Functions that take a socket address: the canonical ABI passes the variant as twelve numbers, its case first.
#include "include/wasi_sockets.h"

#define TWELVE_NUMBERS \
    int32_t, int32_t, int32_t, int32_t, int32_t, int32_t, int32_t, int32_t, int32_t, int32_t, int32_t, int32_t
#define ELEMENTS(v) v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11]

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.start-bind")
void import_start_bind(wasi_handle_t, wasi_handle_t, TWELVE_NUMBERS, struct wasi_socket_result *);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.start-connect")
void import_start_connect(wasi_handle_t, wasi_handle_t, TWELVE_NUMBERS, struct wasi_socket_result *);

static void flatten(const struct wasi_socket_address *address, int32_t flat[12]) {
    for (int i = 0; i < 12; i++) {
        flat[i] = 0;
    }
    flat[0] = address->family;
    if (address->family == WASI_FAMILY_IPV4) {
        flat[1] = address->ipv4.port;
        for (int i = 0; i < 4; i++) {
            flat[2 + i] = address->ipv4.address[i];
        }
    } else {
        flat[1] = address->ipv6.port;
        flat[2] = (int32_t)address->ipv6.flow_info;
        for (int i = 0; i < 8; i++) {
            flat[3 + i] = address->ipv6.address[i];
        }
        flat[11] = (int32_t)address->ipv6.scope_id;
    }
}

void wasi_tcp_socket_start_bind(
    wasi_handle_t self, wasi_handle_t network, const struct wasi_socket_address *local,
    struct wasi_socket_result *result) {
    int32_t flat[12];
    flatten(local, flat);
    import_start_bind(self, network, ELEMENTS(flat), result);
}

void wasi_tcp_socket_start_connect(
    wasi_handle_t self, wasi_handle_t network, const struct wasi_socket_address *remote,
    struct wasi_socket_result *result) {
    int32_t flat[12];
    flatten(remote, flat);
    import_start_connect(self, network, ELEMENTS(flat), result);
}
