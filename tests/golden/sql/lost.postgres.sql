-- Contact centre retention schedule: the decisions as of 2026-06-01.
-- The views hold for the rules in force that day; make them anew for another day, or when the
-- policy changes. A `due` or `overdue` record is one that may be disposed of.
-- They take the facts as the policy declares them: live = no.
-- They read:
--   staged_lost (id VARCHAR, disposed_as VARCHAR, extended_until DATE, found DATE)

CREATE OR REPLACE VIEW decisions_lost AS
SELECT
  *
FROM (
  WITH records AS (
    SELECT
      r."disposed_as" AS "disposed_as",
      r."id" AS "id"
    FROM staged_lost AS r
    OFFSET 0
  ), asked AS (
    SELECT
      *
    FROM records
    WHERE
      "disposed_as" IS NULL
    OFFSET 0
  )
  SELECT
    "id" AS "record",
    'lost' AS "record_class",
    'uncovered' AS "status",
    CAST(NULL AS DATE) AS "keep_until",
    CAST(NULL AS DATE) AS "due",
    CAST(NULL AS TEXT) AS "action",
    CAST(NULL AS TEXT) AS "rule",
    CAST(NULL AS INT) AS "phase",
    CAST(NULL AS DATE) AS "not_before",
    CAST(NULL AS DATE) AS "not_after",
    CAST(ARRAY[] AS TEXT[]) AS "missing",
    CAST(ARRAY[] AS TEXT[]) AS "awaiting",
    CAST(ARRAY[] AS TEXT[]) AS "held_by",
    CAST(NULL AS TEXT) AS "follows"
  FROM asked
) AS q
UNION ALL
SELECT
  *
FROM (
  WITH records AS (
    SELECT
      r."disposed_as" AS "disposed_as",
      r."id" AS "id"
    FROM staged_lost AS r
    OFFSET 0
  ), asked AS (
    SELECT
      *
    FROM records
    WHERE
      NOT "disposed_as" IS NULL
    OFFSET 0
  )
  SELECT
    "id" AS "record",
    'lost' AS "record_class",
    'uncovered' AS "status",
    CAST(NULL AS DATE) AS "keep_until",
    CAST(NULL AS DATE) AS "due",
    CAST(NULL AS TEXT) AS "action",
    CAST(NULL AS TEXT) AS "rule",
    CAST(NULL AS INT) AS "phase",
    CAST(NULL AS DATE) AS "not_before",
    CAST(NULL AS DATE) AS "not_after",
    CAST(ARRAY[] AS TEXT[]) AS "missing",
    CAST(ARRAY[] AS TEXT[]) AS "awaiting",
    CAST(ARRAY[] AS TEXT[]) AS "held_by",
    CAST(NULL AS TEXT) AS "follows"
  FROM asked
) AS q;
