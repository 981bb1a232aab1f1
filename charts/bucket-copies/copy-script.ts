/**
 * POSIX shell. Copies one bucket, then writes down when the pass began: whoever reads the newest record knows that all
 * that was written before that time is there, but for the seconds of YOUNGEST. A pass that fails or is killed leaves no
 * record, and the next one goes on where it was.
 *
 * The time at which the store wrote an object tells whether it has changed since: a time of its own that a client may set
 * does not. An object is copied once it is old enough that a second one cannot have the same time. What was there at the
 * last pass and is gone from the source is deleted from the copy too, where its versions stay; what else lies in the copy
 * is nobody's business: a standby that runs writes there itself. From a locked bucket nothing goes, and nothing changes.
 *
 * Who takes over from the source puts HOLD into the copy: from then on nobody writes over what the new owner writes, not
 * even a job on a site that nobody reaches any more.
 *
 * PART is the folder that is copied, with a slash before it, or nothing: the rest of the bucket is not the source's own. What
 * was there at the last pass is written down for each part.
 */
export const copyScript = `set -eu
export LC_ALL=C
own="/$FOLDER/**"
names="$(printf 'names%s.gz' "$PART" | tr / -)"

# Prints the note of that name if the copy has it. Exit code 3 is that of a folder that is not there.
note() {
  rclone lsf "to:$TO_PATH/$FOLDER" --include "/$1" 2>"$WORK/problem" || {
    code=$?
    [ "$code" = 3 ] || { cat "$WORK/problem" >&2; exit "$code"; }
  }
}

unless_held() {
  held="$(note "$HOLD")"
  [ -n "$held" ] || return 0
  echo "held: nothing is copied into $TO_SITE while $FOLDER/$HOLD is there" >&2
  exit 1
}

unless_held

began="$(date -u +%Y%m%dT%H%M%SZ)"
only=""
if [ "$LOCKED" = true ]; then only="--immutable"; else
  rclone lsf "from:$FROM_PATH$PART" --recursive --files-only --exclude "$own" >"$WORK/names.all"
  sort -o "$WORK/names" "$WORK/names.all"
  rm "$WORK/names.all"
fi

rclone copy $only "from,override.use_server_modtime=true:$FROM_PATH$PART" "to:$TO_PATH$PART" \\
  --exclude "$own" --min-age "$YOUNGEST" --modify-window 1s \\
  --transfers 8 --checkers 16 --buffer-size 8Mi --bwlimit "$BANDWIDTH" \\
  --timeout 5m --contimeout 30s --retries 3 --retries-sleep 10s \\
  --stats 1m --stats-one-line --stats-log-level NOTICE

unless_held
if [ "$LOCKED" != true ]; then
  before="$(note "$names")"
  if [ -n "$before" ]; then
    rclone cat "to:$TO_PATH/$FOLDER/$names" >"$WORK/names.gz"
    gzip -dc "$WORK/names.gz" | comm -23 - "$WORK/names" >"$WORK/gone"
    if [ -s "$WORK/gone" ]; then rclone delete "to:$TO_PATH$PART" --files-from-raw "$WORK/gone"; fi
  fi
  gzip -nc "$WORK/names" | rclone rcat "to:$TO_PATH/$FOLDER/$names"
fi

printf '{"began":"%s","from":"%s"}\\n' "$began" "$FROM_SITE" | rclone rcat "to:$TO_PATH/$FOLDER/$RECORDS/$began.json"
# Those of days ago tell nothing any more; where nothing can be deleted they go with everything else.
if [ "$LOCKED" != true ]; then rclone delete "to:$TO_PATH/$FOLDER/$RECORDS" --min-age 2d; fi
`;
