-- Observations: for each indicator, programme, area, period, kind of period, status and unit, one value chosen from the current
-- statements by the first of these preferences that decides (docs/operations.md explains each):
--   body_before_headline, stated_before_inferred, later_release, exact_before_rounded, more_certain, first_in_order
-- Nothing is averaged and nothing is dropped: disagreement is in `agreement`, the others stay in `statements`.
CREATE TEMP TABLE candidates AS
SELECT s.*,
  r.published_on,
  (s.value_start < r.body_start) AS in_headline,
  (s.time_basis <> 'stated') AS is_inferred,
  (s.qualifier <> 'exact') AS is_rounded
FROM statements s JOIN press_releases r USING (release_id)
WHERE s.superseded_by IS NULL AND s.indicator_id IS NOT NULL AND s.time_end IS NOT NULL;

CREATE TEMP TABLE ranked AS
SELECT *,
  row_number() OVER preference AS place,
  lead(in_headline) OVER preference AS next_in_headline,
  lead(is_inferred) OVER preference AS next_is_inferred,
  lead(published_on) OVER preference AS next_published_on,
  lead(is_rounded) OVER preference AS next_is_rounded,
  lead(confidence) OVER preference AS next_confidence,
  count(*) OVER same AS statement_count,
  min(value) OVER same <> max(value) OVER same AS values_differ
FROM candidates
WINDOW
  same AS (PARTITION BY indicator_id, program_id, ref_area, time_start, time_end, time_kind, status, unit),
  preference AS (
    PARTITION BY indicator_id, program_id, ref_area, time_start, time_end, time_kind, status, unit
    ORDER BY in_headline, is_inferred, published_on DESC NULLS LAST, is_rounded, confidence DESC, release_id, value_start, statement_id
  );

CREATE TEMP TABLE release_counts AS
SELECT indicator_id, program_id, ref_area, time_start, time_end, time_kind, status, unit, count(DISTINCT release_id) AS release_count
FROM candidates GROUP BY ALL;

-- warehouse.py gives each row its id and inserts it.
CREATE TEMP TABLE resolved AS
SELECT
  o.indicator_id, o.program_id, o.ref_area, o.time_start, o.time_end, o.time_kind, o.status, o.value, o.qualifier, o.unit,
  o.statement_count, c.release_count,
  CASE WHEN o.statement_count = 1 THEN 'single' WHEN o.values_differ THEN 'conflict' ELSE 'agree' END AS agreement,
  o.statement_id AS chosen_statement_id,
  CASE
    WHEN o.statement_count = 1 THEN 'only_statement'
    WHEN o.in_headline <> o.next_in_headline THEN 'body_before_headline'
    WHEN o.is_inferred <> o.next_is_inferred THEN 'stated_before_inferred'
    WHEN o.published_on IS DISTINCT FROM o.next_published_on THEN 'later_release'
    WHEN o.is_rounded <> o.next_is_rounded THEN 'exact_before_rounded'
    WHEN o.confidence <> o.next_confidence THEN 'more_certain'
    ELSE 'first_in_order'
  END AS preference_rule,
  o.obs_status
FROM ranked o
JOIN release_counts c ON
  o.indicator_id = c.indicator_id AND o.program_id IS NOT DISTINCT FROM c.program_id AND o.ref_area = c.ref_area
  AND o.time_start IS NOT DISTINCT FROM c.time_start AND o.time_end = c.time_end AND o.time_kind IS NOT DISTINCT FROM c.time_kind
  AND o.status = c.status AND o.unit = c.unit
WHERE place = 1;
