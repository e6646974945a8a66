#!/bin/sh
# Stands before sf and gh in the PATH: keeps what they were run with and what lay in their folder, and
# does what the check asks for before or after the program itself. Its name is the program's.
name=$(basename "$0")
number=$(($(cat "$STAGE/count" 2>/dev/null || echo 0) + 1))
echo "$number" > "$STAGE/count"
{ printf '%s' "$name"; printf ' [%s]' "$@"; echo; } >> "$STAGE/arguments"
if [ -f sfdx-project.json ]; then cp -r . "$STAGE/seen/$number"; fi
case "$name $*" in
  ${BREAK_AT:-nothing})
    # Once: what is put back afterwards goes through here, too.
    BREAK_HOW=$(mkdir "$STAGE/broken-$BREAK_ID" 2>/dev/null && echo "$BREAK_HOW")
    case $BREAK_HOW in
      refuse) echo 'gh: Server Error (HTTP 500)' >&2; exit 1 ;;
      ctrl-c) kill -INT "$PPID"; sleep 20 ;;
      late-ctrl-c) "$REAL_DIR/$name" "$@"; kill -INT "$PPID"; sleep 20 ;;
    esac ;;
esac
exec "$REAL_DIR/$name" "$@"
