/** SQL cut into pieces for colours. Not a parser: what it does not know is plain text, and the pieces make up the whole. */

export interface SqlPiece {
  readonly text: string;
  readonly kind: 'keyword' | 'string' | 'number' | 'comment' | 'name' | 'plain';
}

const pattern =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>\b[eE]'(?:[^'\\]|''|\\.)*(?:'|$)|'(?:[^']|'')*(?:'|$)|\$(?<tag>\w*)\$[\s\S]*?(?:\$\k<tag>\$|$))|(?<name>"(?:[^"]|"")*(?:"|$))|(?<number>\b\d+(?:\.\d+)?\b)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)/gu;

export function sqlPieces(sql: string): readonly SqlPiece[] {
  const pieces: SqlPiece[] = [];
  let end = 0;
  const plain = (to: number) => {
    if (to > end) pieces.push({ text: sql.slice(end, to), kind: 'plain' });
  };
  for (const { 0: text, index, groups } of sql.matchAll(pattern)) {
    const kind = kindOf(groups ?? {});
    if (kind === 'plain') continue;
    plain(index);
    pieces.push({ text, kind });
    end = index + text.length;
  }
  plain(sql.length);
  return pieces;
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): SqlPiece['kind'] {
  if (groups.comment !== undefined) return 'comment';
  if (groups.string !== undefined) return 'string';
  if (groups.name !== undefined) return 'name';
  if (groups.number !== undefined) return 'number';
  return keywords.has((groups.word ?? '').toUpperCase()) ? 'keyword' : 'plain';
}

const keywords: ReadonlySet<string> = new Set(
  `ADD AFTER ALL ALTER ALWAYS AND ANY AS ASC ATTACH BEFORE BEGIN BETWEEN BY CASCADE CASE CHECK COLLATE COLUMN COMMENT
   COMMIT CONCURRENTLY CONFLICT CONSTRAINT CREATE CROSS CURRENT_DATE CURRENT_TIMESTAMP CURRENT_USER DATABASE DECLARE
   DEFAULT DEFERRABLE DEFERRED DELETE DESC DETACH DISABLE DISTINCT DO DOMAIN DROP EACH ELSE ENABLE END ENUM EXCEPT
   EXCLUDE EXECUTE EXISTS EXTENSION FALSE FIRST FOR FOREIGN FROM FULL FUNCTION GENERATED GRANT GROUP HAVING IDENTITY IF
   IMMEDIATE IN INCLUDE INDEX INITIALLY INNER INSERT INTERSECT INTO IS JOIN KEY LANGUAGE LAST LATERAL LEFT LIKE LIMIT
   LOCAL LOCK MATERIALIZED NO NOT NULL NULLS OF OFFSET ON ONLY OR ORDER OUTER OVER OWNED OWNER PARTITION POLICY PRIMARY
   PROCEDURE RAISE REFERENCES REINDEX RENAME REPLACE RESTRICT RETURNING RETURNS REVOKE RIGHT ROLLBACK ROW SCHEMA SELECT
   SEQUENCE SET STORED TABLE TABLESPACE TEMPORARY THEN TO TRIGGER TRUE TRUNCATE TYPE UNION UNIQUE UPDATE USING VALID
   VALIDATE VALUE VALUES VIEW WHEN WHERE WITH WITHOUT`.split(/\s+/),
);
