-- Observations: of the current statements that share an observation_id, the value of one, chosen by the first of these preferences
-- that tells it from the best statement with another value (docs/operations.md explains each, and their order):
--   body_before_headline, stated_before_inferred, exact_before_rounded, official_before_quoted, later_release, more_certain,
--   first_in_order
-- Nothing is averaged and nothing is dropped: disagreement is in `agreement`, the others stay in `statements`.
CREATE TEMP TABLE ranked AS
SELECT statement_id, observation_id, release_id, value, value_max, json_array_length(repeats) AS repeat_count,
  s.first_seen, s.last_seen,
  -- Where the source keeps the title apart, and where the text says it again.
  s.value_start < r.body_start OR contains(lower(r.title), lower(s.quote)) AS in_headline,
  time_basis <> 'stated' AS is_inferred,
  qualifier <> 'exact' AS is_rounded,
  speaker IS NOT NULL AS is_quoted,
  published_on, confidence,
  row_number() OVER (
    PARTITION BY observation_id
    ORDER BY in_headline, is_inferred, is_rounded, is_quoted, published_on DESC NULLS LAST, confidence DESC, release_id, value_start,
      statement_id
  ) AS place
FROM statements s JOIN press_releases r USING (release_id)
WHERE observation_id IS NOT NULL;

CREATE TEMP TABLE chosen AS SELECT * FROM ranked WHERE place = 1;

-- The best statement that gives another value. One that only says the same decides nothing.
CREATE TEMP TABLE rivals AS
SELECT r.* FROM ranked r JOIN chosen c USING (observation_id)
WHERE r.value <> c.value OR r.value_max IS DISTINCT FROM c.value_max
QUALIFY row_number() OVER (PARTITION BY observation_id ORDER BY r.place) = 1;

CREATE TEMP TABLE counted AS
SELECT observation_id, count(*) AS statement_count, count(DISTINCT release_id) AS release_count, sum(repeat_count) AS repeat_count,
  min(value) AS value_lowest, max(coalesce(value_max, value)) AS value_highest,
  min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM ranked GROUP BY observation_id;

INSERT INTO observations BY NAME
SELECT
  s.observation_id, s.indicator_id, s.program_id, s.ref_area, s.time_start, s.time_end, s.time_kind, s.status, s.value, s.qualifier, s.unit,
  n.statement_count, n.release_count,
  CASE WHEN r.statement_id IS NOT NULL THEN 'conflict' WHEN n.statement_count = 1 THEN 'single' ELSE 'agree' END AS agreement,
  s.statement_id AS chosen_statement_id,
  CASE
    WHEN n.statement_count = 1 THEN 'only_statement'
    WHEN r.statement_id IS NULL THEN 'all_agree'
    WHEN c.in_headline <> r.in_headline THEN 'body_before_headline'
    WHEN c.is_inferred <> r.is_inferred THEN 'stated_before_inferred'
    WHEN c.is_rounded <> r.is_rounded THEN 'exact_before_rounded'
    WHEN c.is_quoted <> r.is_quoted THEN 'official_before_quoted'
    WHEN c.published_on IS DISTINCT FROM r.published_on THEN 'later_release'
    WHEN c.confidence <> r.confidence THEN 'more_certain'
    ELSE 'first_in_order'
  END AS preference_rule,
  -- Where only the order in which they stand tells two values apart, nobody can say which is right.
  CASE WHEN preference_rule = 'first_in_order' THEN 'U' ELSE s.obs_status END AS obs_status,
  n.repeat_count, n.value_lowest, n.value_highest, n.first_seen, n.last_seen
FROM chosen c JOIN statements s USING (statement_id) JOIN counted n ON n.observation_id = c.observation_id
LEFT JOIN rivals r ON r.observation_id = c.observation_id;
