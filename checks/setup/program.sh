#!/bin/sh
# Wraps sf and gh in the PATH, under their names: records their arguments and the files in their
# working folder. If the check requests it, fails, or interrupts the process that called the
# program.
name=$(basename "$0")
number=$(($(cat "$HARNESS/count" 2>/dev/null || echo 0) + 1))
echo "$number" > "$HARNESS/count"
{ printf '%s' "$name"; printf ' [%s]' "$@"; echo; } >> "$HARNESS/arguments"
if [ -f sfdx-project.json ]; then cp -r . "$HARNESS/seen/$number"; fi
case "$name $*" in
  ${BREAK_AT:-nothing})
    # Fail or interrupt only the first match, because the pattern also matches the commands of the
    # rollback.
    BREAK_HOW=$(mkdir "$HARNESS/broken-$BREAK_ID" 2>/dev/null && echo "$BREAK_HOW")
    case $BREAK_HOW in
      refuse) echo 'gh: Server Error (HTTP 500)' >&2; exit 1 ;;
      kill) kill -KILL "$PPID"; exit 1 ;;
      ctrl-c) kill -INT "$PPID"; sleep 20 ;;
      one-minute)
        # Let sf wait for one minute instead of twenty.
        for argument in "$@"; do
          shift
          if [ "$previous" = --wait ]; then argument=1; fi
          previous=$argument
          set -- "$@" "$argument"
        done ;;
      late-ctrl-c) "$REAL_DIR/$name" "$@"; kill -INT "$PPID"; sleep 20 ;;
    esac ;;
esac
exec "$REAL_DIR/$name" "$@"
