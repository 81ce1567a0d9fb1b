-- Press releases: one row for each official text, however many addresses carry it.

-- An address is gone when, since it last answered with content, it answered 404 or 410 on two different days in Jakarta.
-- A waiting room in between says nothing either way. A release is gone when all its addresses are.
CREATE TEMP TABLE answers AS
SELECT agency_id, captures.url, http_status, fetched_at,
  max(CASE WHEN is_content THEN fetched_at END) OVER (PARTITION BY agency_id, captures.url) AS last_good
FROM captures JOIN release_captures USING (capture_id);

CREATE TEMP TABLE gone AS
SELECT agency_id, url FROM answers
WHERE http_status IN (404, 410) AND (last_good IS NULL OR fetched_at > last_good)
GROUP BY agency_id, url
HAVING count(DISTINCT CAST(fetched_at + INTERVAL 7 HOUR AS DATE)) >= 2;

-- A release is gone when every address that carried it is.
CREATE TEMP TABLE still_there AS
SELECT DISTINCT release_id FROM versions ANTI JOIN gone USING (agency_id, url);

CREATE TEMP TABLE histories AS
SELECT release_id, count(*) AS version_count, min(fetched_at) AS first_seen, max(fetched_at) AS last_seen
FROM read_versions GROUP BY release_id;

CREATE TEMP TABLE addresses AS
SELECT release_id, list(DISTINCT url ORDER BY url) AS urls FROM versions GROUP BY release_id;

CREATE TEMP TABLE stated AS SELECT capture_id, count(*) AS statement_count FROM in_statements GROUP BY capture_id;
CREATE TEMP TABLE refusing AS SELECT capture_id, count(*) AS refusal_count FROM in_refusals GROUP BY capture_id;

INSERT INTO press_releases BY NAME
SELECT
  current.release_id, current.agency_id, current.number, current.title, current.published_on, current.place, current.language,
  current.url,
  CAST(to_json(list_filter(urls, lambda other: other <> current.url)) AS VARCHAR) AS other_urls,
  current.text_sha256, current.capture_id,
  CASE
    WHEN still_there.release_id IS NULL THEN 'gone'
    WHEN version_count > 1 THEN 'changed'
    ELSE 'available'
  END AS source_state,
  first_seen, last_seen,
  coalesce(statement_count, 0) AS statement_count,
  coalesce(refusal_count, 0) AS refusal_count,
  current.body_start,
  current.attachments
FROM read_versions current JOIN histories USING (release_id) JOIN addresses USING (release_id)
LEFT JOIN still_there USING (release_id)
LEFT JOIN stated USING (capture_id)
LEFT JOIN refusing USING (capture_id)
WHERE current.is_current_there;
