#!/bin/sh
# A peer that misbehaves on command, for the tests of the scene runner: it does what the lines typed to it say.
#
#   print TEXT    TEXT on stdout, an event perhaps      write TEXT   TEXT on stdout, without the end of the line
#   complain TEXT TEXT on stderr                        exit STATUS  ends at once
#   /quit         `closed`, and status 0                anything else is ignored
#
# --mute: it never becomes ready. --stubborn: it does not heed /quit. --confused: its first line is no event.

nick=nobody
mode=
while [ $# -gt 0 ]; do
    case $1 in
        --nick) nick=$2; shift ;;
        --room | --listen | --identity | --dial) shift ;;
        --mute | --stubborn | --confused) mode=$1 ;;
    esac
    shift
done

[ "$mode" = --confused ] && echo "Welcome to the fake peer!"
if [ "$mode" != --mute ]; then
    printf '{"event":"ready","peer":"id-%s"}\n' "$nick"
    printf '{"event":"listening","address":"/ip4/127.0.0.1/tcp/9/p2p/id-%s"}\n' "$nick"
fi
while IFS= read -r line; do
    case $line in
        "print "*) printf '%s\n' "${line#print }" ;;
        "write "*) printf '%s' "${line#write }" ;;
        "complain "*) printf '%s\n' "${line#complain }" >&2 ;;
        "exit "*) exit "${line#exit }" ;;
        /quit)
            [ "$mode" = --stubborn ] && continue
            echo '{"event":"closed","reason":"asked to"}'
            exit 0
            ;;
    esac
done
