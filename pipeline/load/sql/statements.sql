-- Statements and refusals: those of the current text, and statements that only an older text makes, marked as superseded.
-- Each is dated in a narrow table before its wide row is joined, so that memory does not grow with the quotes.
CREATE TEMP TABLE sayings AS
SELECT statement_id, min(fetched_at) AS seen_first, max(fetched_at) AS seen_last,
  arg_max(capture_id, (fetched_at, capture_id)) AS capture_id,
  arg_max(is_current_there, (fetched_at, capture_id)) AS is_current
FROM (SELECT statement_id, release_id, capture_id FROM in_statements) JOIN read_versions USING (release_id, capture_id)
GROUP BY statement_id;

CREATE TEMP TABLE meanings AS
SELECT statement_id, release_id, indicator_id, ref_area, unit, status, time_start, time_end, is_current
FROM in_statements JOIN sayings USING (statement_id, capture_id);

-- What took a withdrawn statement's place: a current statement of the same release about the same thing, where there is one;
-- else the release.
CREATE TEMP TABLE superseded AS
SELECT o.statement_id, coalesce(min(n.statement_id), o.release_id) AS superseded_by
FROM meanings o LEFT JOIN meanings n ON n.is_current
  AND n.release_id = o.release_id AND n.indicator_id = o.indicator_id AND n.ref_area = o.ref_area AND n.unit = o.unit
  AND n.status = o.status AND n.time_start IS NOT DISTINCT FROM o.time_start AND n.time_end IS NOT DISTINCT FROM o.time_end
WHERE NOT o.is_current
GROUP BY o.statement_id, o.release_id;

-- Each current statement with an indicator and a time enters the observation of its dimensions (observation_id is identity.py's).
INSERT INTO statements BY NAME
SELECT s.* EXCLUDE (first_seen, last_seen, superseded_by, observation_id),
  seen_first AS first_seen, seen_last AS last_seen, o.superseded_by,
  CASE WHEN o.superseded_by IS NULL AND indicator_id IS NOT NULL AND time_end IS NOT NULL THEN observation_id_of(
    indicator_id, coalesce(program_id, ''), ref_area, coalesce(time_start::VARCHAR, ''), time_end::VARCHAR,
    coalesce(time_kind, ''), status, unit
  ) END AS observation_id
FROM in_statements s JOIN sayings USING (statement_id, capture_id) LEFT JOIN superseded o USING (statement_id);

-- A refusal has no id: in another text of its release it is the same when number, reason and how many such come before it are.
CREATE TEMP TABLE refused AS
SELECT r.*, fetched_at, is_current_there,
  row_number() OVER (PARTITION BY r.release_id, capture_id, mention_text, reason ORDER BY mention_start) AS ordinal
FROM in_refusals r JOIN read_versions USING (release_id, capture_id);

INSERT INTO refusals BY NAME
SELECT r.* EXCLUDE (first_seen, last_seen, fetched_at, is_current_there, ordinal), seen_first AS first_seen, seen_last AS last_seen
FROM refused r JOIN (
  SELECT release_id, mention_text, reason, ordinal, min(fetched_at) AS seen_first, max(fetched_at) AS seen_last
  FROM refused GROUP BY ALL
) USING (release_id, mention_text, reason, ordinal)
WHERE is_current_there;
