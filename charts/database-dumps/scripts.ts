/**
 * Shell scripts of dumps. A dump is a folder named after its time: `files/` in pg_dump's directory format, and `manifest`,
 * which is sent last. Lines of a manifest: `taken <epoch> <ISO>`, `server <version>`, `file <sha256> <bytes> <path>`,
 * `rows <count> <table>`, and `end`. The shells are those of Alpine; every script ends at its first failure.
 */

/** Rows of every table of the owner, as one transaction sees them; a partition is a table. */
const countRows = [
  "SELECT format('SELECT ''rows '' || count(*) || '' '' || %L FROM %I.%I', format('%I.%I', nspname, relname), nspname, relname)",
  '  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace',
  "  WHERE relkind = 'r' AND nspname !~ '^pg_' AND nspname <> 'information_schema' AND relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)",
  '  ORDER BY nspname COLLATE "C", relname COLLATE "C" \\gexec',
];

/** Waits for no lock and is stopped by no limit that the database sets its users. */
const sessionOptions = '-c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c client_min_messages=warning';

/**
 * Dumps the database as of one moment, and counts its rows as of the same one. A second session holds that moment open and
 * hands it to pg_dump, whose parallel jobs all read from it.
 */
export const dumpScript = [
  'set -eu',
  'cd "$WORK"',
  `export PGOPTIONS="${sessionOptions}"`,
  'fail() { echo "$1" >&2; exit 1; }',
  'mkfifo ask answer',
  'psql --no-psqlrc --quiet --no-align --tuples-only --field-separator=" " --set=ON_ERROR_STOP=1 <ask >answer &',
  'session="$!"',
  'exec 3>ask 4<answer',
  'echo "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;" >&3',
  `echo "SELECT pg_export_snapshot(), extract(epoch FROM now())::bigint, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\\"T\\"HH24:MI:SS\\"Z\\"'), current_setting('server_version_num');" >&3`,
  'read -r snapshot epoch taken server <&4 || fail "the database did not answer"',
  'name="$(echo "$taken" | tr -d ":-")"',
  'mkdir "$name"',
  `cat >&3 <<'SQL'`,
  '\\o rows',
  ...countRows,
  '\\o',
  '\\echo counted',
  'SQL',
  'pg_dump --format=directory --jobs="$JOBS" --compress="$COMPRESSION" --snapshot="$snapshot" --no-owner --no-privileges --no-publications --no-subscriptions --file="$name/files"',
  'read -r word <&4 && [ "$word" = counted ] || fail "rows could not be counted"',
  'exec 3>&-',
  'wait "$session"',
  '{',
  '  echo "taken $epoch $taken"',
  '  echo "server $server"',
  '  find "$name/files" -type f | sort | while read -r file; do',
  '    echo "file $(sha256sum <"$file" | cut -d" " -f1) $(stat -c %s "$file") $(basename "$file")"',
  '  done',
  '  cat rows',
  '  echo end',
  '} >manifest',
  'rm ask answer rows',
  'mv manifest "$name/manifest"',
  'echo "dumped $name: $(du -sk "$name/files" | cut -f1) KiB in $(($(date +%s) - epoch)) s"',
].join('\n');

/** Sends a dump, its manifest last: until that is there, nobody takes it for a dump. */
export const sendScript = [
  'set -eu',
  'cd "$WORK"',
  'for manifest in */manifest; do',
  '  name="$(dirname "$manifest")"',
  '  rclone copy --retries 3 --transfers 4 "$name/files" "$STORE/$name/files"',
  '  rclone copy --retries 3 "$name/manifest" "$STORE/$name"',
  '  echo "sent $name"',
  'done',
].join('\n');

/**
 * Finds the newest whole dump, or the one that `$DUMP` names, and leaves its manifest in `$WORK/found/`. Copies arrive in any
 * order: a dump is whole when every file that its manifest names is there in its size.
 */
const findWhole = [
  'set -eu',
  'cd "$WORK"',
  'mkdir -p found',
  // The copies of buckets keep records in a folder of their own.
  `rclone lsf --dirs-only "$STORE" | sed -n 's#^\\([0-9].*\\)/$#\\1#p' | sort -r >dumps`,
  'whole=""',
  '[ -z "$DUMP" ] || echo "$DUMP" >dumps',
  'for name in $(cat dumps); do',
  '  rm -f found/manifest',
  '  rclone copy "$STORE/$name/manifest" found 2>/dev/null || true',
  '  if [ "$(tail -n 1 found/manifest 2>/dev/null)" != end ]; then echo "$name: passed over, it has no whole manifest"; continue; fi',
  `  sed -n 's/^file [0-9a-f]* //p' found/manifest | sort >wanted`,
  '  rclone lsf --recursive --files-only --format sp --separator " " "$STORE/$name/files" | sort >there',
  '  missing="$(comm -23 wanted there | wc -l)"',
  '  if [ "$missing" -gt 0 ]; then echo "$name: passed over, $missing of its files are missing or cut off"; continue; fi',
  '  whole="$name"',
  '  break',
  'done',
  'if [ -z "$whole" ]; then echo "no whole dump in $STORE" >&2; exit 1; fi',
  `age="$((($(date +%s) - $(sed -n 's/^taken \\([0-9]*\\) .*/\\1/p' found/manifest)) / 60))"`,
];

/** Fails while the newest whole dump is older than may be lost: its last success is what alerts look at. */
export const checkScript = [
  ...findWhole,
  'echo "$whole is whole, $age min old"',
  'if [ "$age" -gt "$RPO_MINUTES" ]; then echo "older than the $RPO_MINUTES min that may be lost" >&2; exit 1; fi',
].join('\n');

/** Fetches it. */
export const fetchScript = [
  ...findWhole,
  'rclone copy --retries 3 --transfers 4 "$STORE/$whole/files" files',
  'echo "fetched $whole, $age min old"',
].join('\n');

/**
 * Puts a fetched dump in the place of all that the database holds. Nothing is touched before every file has the checksum of
 * the manifest and nobody uses the database; afterwards every table must have the rows that were counted with the dump.
 */
export const restoreScript = [
  'set -eu',
  'cd "$WORK"',
  `export PGOPTIONS="${sessionOptions}"`,
  'begun="$(date +%s)"',
  'fail() { echo "$1" >&2; exit 1; }',
  'sql() { psql --no-psqlrc --quiet --no-align --tuples-only --set=ON_ERROR_STOP=1 "$@"; }',
  `sed -n 's/^file \\([0-9a-f]*\\) [0-9]* /\\1  files\\//p' found/manifest >sums`,
  'sha256sum -c sums >checked 2>&1 || fail "a file is not what was dumped, nothing was restored: name an older dump in DUMP ($(grep -v OK checked | head -n 1))"',
  `used="$(sql --command="SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()")"`,
  '[ "$used" = 0 ] || fail "the database is in use by $used sessions, nothing was restored: scale its service down first"',
  // What the clouds themselves keep in every database is not the owner's to replace.
  `pg_restore --list files | grep -v -e ' SCHEMA - public ' -e ' COMMENT - SCHEMA public ' -e ' COMMENT - EXTENSION ' >list`,
  "sql <<'SQL'",
  "BEGIN; SET LOCAL lock_timeout = '1min';",
  "SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace",
  "  WHERE nspowner = (SELECT oid FROM pg_roles WHERE rolname = current_user) AND nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema') \\gexec",
  'DROP SCHEMA public CASCADE;',
  'CREATE SCHEMA public;',
  'GRANT USAGE ON SCHEMA public TO public;',
  'COMMIT;',
  'SQL',
  'pg_restore --jobs="$JOBS" --exit-on-error --no-owner --no-privileges --use-list=list --dbname="$PGDATABASE" files',
  'sql --command=ANALYZE',
  "sql >counted <<'SQL'",
  ...countRows,
  'SQL',
  `sed -n '/^rows /p' found/manifest | sort >expected`,
  'sort counted >restored',
  'differing="$(comm -3 expected restored)"',
  '[ -z "$differing" ] || fail "rows differ from those that were dumped: $differing"',
  `echo "restored what was there at $(sed -n 's/^taken [0-9]* //p' found/manifest): $(wc -l <restored) tables in $(($(date +%s) - begun)) s"`,
].join('\n');
