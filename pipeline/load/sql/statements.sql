-- Statements: those of the current text, and those that only an older text makes, marked as superseded.
CREATE TEMP TABLE sayings AS
SELECT s.* EXCLUDE (first_seen, last_seen, superseded_by), v.fetched_at AS seen_at, v.is_current_there AS is_current
FROM in_statements s JOIN read_versions v USING (release_id, capture_id);

CREATE TEMP TABLE newest_sayings AS
SELECT *,
  min(seen_at) OVER (PARTITION BY statement_id) AS first_seen,
  max(seen_at) OVER (PARTITION BY statement_id) AS last_seen
FROM sayings
QUALIFY row_number() OVER (PARTITION BY statement_id ORDER BY seen_at DESC, capture_id DESC) = 1;

-- What took a withdrawn statement's place: a current statement of the same release about the same thing, where there is one.
INSERT INTO statements BY NAME
SELECT * EXCLUDE (seen_at, is_current),
  CASE WHEN NOT is_current THEN coalesce(
    (SELECT min(n.statement_id) FROM newest_sayings n
     WHERE n.is_current AND n.release_id = o.release_id AND n.indicator_id = o.indicator_id AND n.ref_area = o.ref_area
       AND n.unit = o.unit AND n.status = o.status
       AND n.time_start IS NOT DISTINCT FROM o.time_start AND n.time_end IS NOT DISTINCT FROM o.time_end),
    o.release_id
  ) END AS superseded_by
FROM newest_sayings o;

INSERT INTO refusals BY NAME
SELECT r.* FROM in_refusals r JOIN read_versions v USING (release_id, capture_id)
WHERE v.is_current_there;
