#pragma once

#include "cwasi_import.h"

/// The cases of `error-code`, in their order.
enum {
    WASI_ERROR_UNKNOWN,
    WASI_ERROR_ACCESS_DENIED,
    WASI_ERROR_NOT_SUPPORTED,
    WASI_ERROR_INVALID_ARGUMENT,
    WASI_ERROR_OUT_OF_MEMORY,
    WASI_ERROR_TIMEOUT,
    WASI_ERROR_CONCURRENCY_CONFLICT,
    WASI_ERROR_NOT_IN_PROGRESS,
    WASI_ERROR_WOULD_BLOCK,
    WASI_ERROR_INVALID_STATE,
    WASI_ERROR_NEW_SOCKET_LIMIT,
    WASI_ERROR_ADDRESS_NOT_BINDABLE,
    WASI_ERROR_ADDRESS_IN_USE,
    WASI_ERROR_REMOTE_UNREACHABLE,
    WASI_ERROR_CONNECTION_REFUSED,
    WASI_ERROR_CONNECTION_RESET,
    WASI_ERROR_CONNECTION_ABORTED,
    WASI_ERROR_DATAGRAM_TOO_LARGE,
    WASI_ERROR_NAME_UNRESOLVABLE,
    WASI_ERROR_TEMPORARY_RESOLVER_FAILURE,
    WASI_ERROR_PERMANENT_RESOLVER_FAILURE,
};

/// The cases of `ip-address-family`, and of the variants made of it.
enum { WASI_FAMILY_IPV4 = 0, WASI_FAMILY_IPV6 = 1 };

/// The cases of `shutdown-type`.
enum { WASI_SHUTDOWN_RECEIVE = 0, WASI_SHUTDOWN_SEND = 1, WASI_SHUTDOWN_BOTH = 2 };

/// ip-address; `ipv6` holds eight groups in host byte order.
struct wasi_ip_address {
    uint8_t family;
    union {
        uint8_t ipv4[4];
        uint16_t ipv6[8];
    };
};

struct wasi_ipv4_socket_address {
    uint16_t port;
    uint8_t address[4];
};

struct wasi_ipv6_socket_address {
    uint16_t port;
    uint32_t flow_info;
    uint16_t address[8];
    uint32_t scope_id;
};

struct wasi_socket_address {
    uint8_t family;
    union {
        struct wasi_ipv4_socket_address ipv4;
        struct wasi_ipv6_socket_address ipv6;
    };
};

/// result<_, error-code>
struct wasi_socket_result {
    uint8_t is_error;
    uint8_t error_code;
};

/// result<own, error-code>
struct wasi_handle_result {
    uint8_t is_error;
    union {
        wasi_handle_t handle;
        uint8_t error_code;
    };
};

/// result<tuple<input-stream, output-stream>, error-code>
struct wasi_connect_result {
    uint8_t is_error;
    union {
        struct {
            wasi_handle_t input;
            wasi_handle_t output;
        };
        uint8_t error_code;
    };
};

/// result<tuple<tcp-socket, input-stream, output-stream>, error-code>
struct wasi_accept_result {
    uint8_t is_error;
    union {
        struct {
            wasi_handle_t socket;
            wasi_handle_t input;
            wasi_handle_t output;
        };
        uint8_t error_code;
    };
};

/// result<ip-socket-address, error-code>
struct wasi_address_result {
    uint8_t is_error;
    union {
        struct wasi_socket_address address;
        uint8_t error_code;
    };
};

struct wasi_optional_ip_address {
    uint8_t is_present;
    struct wasi_ip_address address;
};

/// result<option<ip-address>, error-code>
struct wasi_next_address_result {
    uint8_t is_error;
    union {
        struct wasi_optional_ip_address next;
        uint8_t error_code;
    };
};

_Static_assert(sizeof(struct wasi_socket_address) == 32, "canonical ABI");
_Static_assert(sizeof(struct wasi_handle_result) == 8, "canonical ABI");
_Static_assert(sizeof(struct wasi_accept_result) == 16, "canonical ABI");
_Static_assert(sizeof(struct wasi_address_result) == 36, "canonical ABI");
_Static_assert(sizeof(struct wasi_next_address_result) == 22, "canonical ABI");

CWASI_IMPORT("wasi:sockets/instance-network@0.2.0", "instance-network")
wasi_handle_t wasi_instance_network(void);

// wasi:sockets/ip-name-lookup

CWASI_IMPORT("wasi:sockets/ip-name-lookup@0.2.0", "resolve-addresses")
void wasi_resolve_addresses(
    wasi_handle_t network, const uint8_t *name, size_t count, struct wasi_handle_result *result);

CWASI_IMPORT(
    "wasi:sockets/ip-name-lookup@0.2.0", "[method]resolve-address-stream.resolve-next-address")
void wasi_resolve_next_address(wasi_handle_t self, struct wasi_next_address_result *result);

CWASI_IMPORT("wasi:sockets/ip-name-lookup@0.2.0", "[method]resolve-address-stream.subscribe")
wasi_handle_t wasi_resolve_subscribe(wasi_handle_t self);

CWASI_IMPORT("wasi:sockets/ip-name-lookup@0.2.0", "[resource-drop]resolve-address-stream")
void wasi_resolve_drop(wasi_handle_t self);

// wasi:sockets/tcp-create-socket and wasi:sockets/tcp

CWASI_IMPORT("wasi:sockets/tcp-create-socket@0.2.0", "create-tcp-socket")
void wasi_create_tcp_socket(int32_t family, struct wasi_handle_result *result);

void wasi_tcp_socket_start_bind(
    wasi_handle_t self, wasi_handle_t network, const struct wasi_socket_address *local,
    struct wasi_socket_result *result);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.finish-bind")
void wasi_tcp_socket_finish_bind(wasi_handle_t self, struct wasi_socket_result *result);

void wasi_tcp_socket_start_connect(
    wasi_handle_t self, wasi_handle_t network, const struct wasi_socket_address *remote,
    struct wasi_socket_result *result);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.finish-connect")
void wasi_tcp_socket_finish_connect(wasi_handle_t self, struct wasi_connect_result *result);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.start-listen")
void wasi_tcp_socket_start_listen(wasi_handle_t self, struct wasi_socket_result *result);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.finish-listen")
void wasi_tcp_socket_finish_listen(wasi_handle_t self, struct wasi_socket_result *result);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.accept")
void wasi_tcp_socket_accept(wasi_handle_t self, struct wasi_accept_result *result);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.local-address")
void wasi_tcp_socket_local_address(wasi_handle_t self, struct wasi_address_result *result);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.remote-address")
void wasi_tcp_socket_remote_address(wasi_handle_t self, struct wasi_address_result *result);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.set-listen-backlog-size")
void wasi_tcp_socket_set_listen_backlog_size(
    wasi_handle_t self, uint64_t value, struct wasi_socket_result *result);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.set-keep-alive-enabled")
void wasi_tcp_socket_set_keep_alive_enabled(
    wasi_handle_t self, int32_t value, struct wasi_socket_result *result);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.set-keep-alive-idle-time")
void wasi_tcp_socket_set_keep_alive_idle_time(
    wasi_handle_t self, uint64_t nanoseconds, struct wasi_socket_result *result);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.set-keep-alive-interval")
void wasi_tcp_socket_set_keep_alive_interval(
    wasi_handle_t self, uint64_t nanoseconds, struct wasi_socket_result *result);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.set-keep-alive-count")
void wasi_tcp_socket_set_keep_alive_count(
    wasi_handle_t self, int32_t value, struct wasi_socket_result *result);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.set-send-buffer-size")
void wasi_tcp_socket_set_send_buffer_size(
    wasi_handle_t self, uint64_t value, struct wasi_socket_result *result);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.subscribe")
wasi_handle_t wasi_tcp_socket_subscribe(wasi_handle_t self);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[method]tcp-socket.shutdown")
void wasi_tcp_socket_shutdown(wasi_handle_t self, int32_t type, struct wasi_socket_result *result);

CWASI_IMPORT("wasi:sockets/tcp@0.2.0", "[resource-drop]tcp-socket")
void wasi_tcp_socket_drop(wasi_handle_t self);
