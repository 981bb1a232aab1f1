/**
 * POSIX shell. Copies one bucket, then writes down when the pass began: whoever reads the newest record knows that all
 * that was written before that time is there, but for the seconds of YOUNGEST. A pass that fails or is killed leaves no
 * record, and the next one goes on where it was. The time at which the store wrote an object tells whether it has changed
 * since: a time of its own that a client may set does not. An object is copied once it is old enough that a second one
 * cannot have the same time. `sync` takes away what is gone at the source, after everything else was copied, and leaves its
 * versions; `copy` neither takes away nor replaces.
 */
export const copyScript = `set -eu

copy() {
  rclone "$@" "from,override.use_server_modtime=true:$FROM_PATH" "to:$TO_PATH" \\
    --exclude "/\${RECORDS%%/*}/**" --min-age "$YOUNGEST" --modify-window 1s \\
    --transfers 8 --checkers 16 --buffer-size 8Mi --bwlimit "$BANDWIDTH" \\
    --timeout 5m --contimeout 30s --retries 3 --retries-sleep 10s \\
    --stats 1m --stats-one-line --stats-log-level NOTICE
}

began="$(date -u +%Y%m%dT%H%M%SZ)"
if [ "$LOCKED" = true ]; then
  copy copy --immutable
else
  copy sync --delete-after
fi
printf '{"began":"%s","from":"%s"}\\n' "$began" "$FROM_SITE" | rclone rcat "to:$TO_PATH/$RECORDS/$began.json"
# Those of days ago tell nothing any more; where nothing can be deleted they go with everything else.
[ "$LOCKED" = true ] || rclone delete "to:$TO_PATH/$RECORDS" --min-age 2d
`;
