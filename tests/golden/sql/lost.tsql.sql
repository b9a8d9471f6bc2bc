-- Contact centre retention schedule: the decisions as of 2026-06-01.
-- The views hold for the rules in force that day; make them anew for another day, or when the
-- policy changes. A `due` or `overdue` record is one that may be disposed of.
-- They take the facts as the policy declares them: live = no.
-- This database has no day after 9999-12-31. That day stands for `permanently` here, and a record
-- that carries it is kept; so does 0001-01-01 for `no day known`. A period that would end later
-- ends on 9999-12-30.
-- Truths are bits, lists are texts with commas. Texts must be compared by their code points: give
-- the columns a binary collation. Needs SQL Server 2022.
-- They read:
--   staged_lost (id VARCHAR, disposed_as VARCHAR, extended_until DATE, found DATE)
GO

CREATE OR ALTER VIEW decisions_lost AS
WITH records_of_1 AS (
  SELECT
    r.[disposed_as] AS [disposed_as],
    r.[id] AS [id]
  FROM staged_lost AS r
), asked_of_1 AS (
  SELECT
    *
  FROM records_of_1
  WHERE
    [disposed_as] IS NULL
), records_of_2 AS (
  SELECT
    r.[disposed_as] AS [disposed_as],
    r.[id] AS [id]
  FROM staged_lost AS r
), asked_of_2 AS (
  SELECT
    *
  FROM records_of_2
  WHERE
    NOT (
      [disposed_as] IS NULL
    )
)
SELECT
  *
FROM (
  SELECT
    [id] AS [record],
    'lost' AS [record_class],
    'uncovered' AS [status],
    CAST(NULL AS DATE) AS [keep_until],
    CAST(NULL AS DATE) AS [due],
    CAST(NULL AS VARCHAR(MAX)) AS [action],
    CAST(NULL AS VARCHAR(MAX)) AS [rule],
    CAST(NULL AS INTEGER) AS [phase],
    CAST(NULL AS DATE) AS [not_before],
    CAST(NULL AS DATE) AS [not_after],
    '' AS [missing],
    '' AS [awaiting],
    '' AS [held_by],
    CAST(NULL AS VARCHAR(MAX)) AS [follows]
  FROM asked_of_1
) AS q
UNION ALL
SELECT
  *
FROM (
  SELECT
    [id] AS [record],
    'lost' AS [record_class],
    'uncovered' AS [status],
    CAST(NULL AS DATE) AS [keep_until],
    CAST(NULL AS DATE) AS [due],
    CAST(NULL AS VARCHAR(MAX)) AS [action],
    CAST(NULL AS VARCHAR(MAX)) AS [rule],
    CAST(NULL AS INTEGER) AS [phase],
    CAST(NULL AS DATE) AS [not_before],
    CAST(NULL AS DATE) AS [not_after],
    '' AS [missing],
    '' AS [awaiting],
    '' AS [held_by],
    CAST(NULL AS VARCHAR(MAX)) AS [follows]
  FROM asked_of_2
) AS q;
