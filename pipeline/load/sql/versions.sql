-- The versions of each release at each address of each agency: a text counts when it differs from the one seen there before.
-- A page whose counters changed but whose text did not is no new version, so its rows do not churn.
CREATE TEMP TABLE versions AS
WITH seen AS (
  SELECT in_texts.* EXCLUDE (text), captures.source_kind = 'archive' AS is_archived,
    lag(text_sha256) OVER (
      PARTITION BY release_id, in_texts.agency_id, in_texts.url ORDER BY in_texts.fetched_at, capture_id
    ) AS text_before
  FROM in_texts JOIN captures USING (capture_id)
), distinct_texts AS (
  SELECT * EXCLUDE (text_before) FROM seen WHERE text_sha256 IS DISTINCT FROM text_before
)
SELECT *,
  row_number() OVER (PARTITION BY release_id, agency_id, url ORDER BY fetched_at DESC, capture_id DESC) = 1 AS is_current_there,
  min((is_archived, fetched_at)) OVER (PARTITION BY release_id, agency_id, url) AS address_first_seen
FROM distinct_texts;

-- The address that a release is read from: the one where it was captured first, a live site's before a web archive's. Others are
-- copies of it (decode/copies.py gave them one id), and their figures are not counted again.
CREATE TEMP TABLE read_at AS
SELECT release_id, unnest(arg_min({agency_id: agency_id, url: url}, (address_first_seen, agency_id, url)))
FROM versions GROUP BY release_id;

CREATE TEMP TABLE read_versions AS
SELECT versions.* FROM versions JOIN read_at USING (release_id, agency_id, url);

INSERT INTO texts BY NAME
SELECT in_texts.* FROM in_texts SEMI JOIN versions USING (capture_id);

INSERT INTO quarantine BY NAME SELECT * FROM in_quarantine;
