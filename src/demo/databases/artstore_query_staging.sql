-- The query module at c04f7d5e2a68, one revision behind.
-- Made from a copy of the shared database, from which c04f7d5e2a68 then dropped the tables of the other services;
-- their enum types stayed.

-- What is left of the other services after the drops of c04f7d5e2a68.
CREATE TYPE service_account_role_enum AS ENUM ('ADMIN', 'USER', 'AUDITOR', 'READONLY');
CREATE TYPE service_account_status_enum AS ENUM ('ACTIVE', 'SUSPENDED', 'EXPIRED', 'DELETED');
CREATE TYPE user_role_enum AS ENUM ('SUPER_ADMIN', 'ADMIN', 'READONLY');
CREATE TYPE user_status_enum AS ENUM ('ACTIVE', 'LOCKED', 'DELETED');
CREATE TYPE storage_type_enum AS ENUM ('LOCAL', 'S3');
CREATE TYPE storage_status_enum AS ENUM ('ONLINE', 'OFFLINE', 'DEGRADED', 'MAINTENANCE');
CREATE TYPE storage_mode_enum AS ENUM ('EDIT', 'RW', 'RO', 'AR');

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> c04f7d5e2a68

CREATE TABLE query_file_cache (
    id UUID NOT NULL,
    filename VARCHAR(500) NOT NULL,
    content_type VARCHAR(255) NOT NULL,
    file_size BIGINT NOT NULL,
    tags VARCHAR(50)[] NOT NULL,
    search_vector TSVECTOR,
    cached_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_query_file_cache_lower_filename ON query_file_cache (lower(filename));

CREATE INDEX ix_query_file_cache_search_vector ON query_file_cache USING gin (search_vector);

CREATE TABLE query_search_history (
    id SERIAL NOT NULL,
    user_id UUID NOT NULL,
    query_text VARCHAR(500) NOT NULL,
    results INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    searched_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_query_search_history_user_id ON query_search_history (user_id);

INSERT INTO alembic_version (version_num) VALUES ('c04f7d5e2a68') RETURNING alembic_version.version_num;

INSERT INTO query_file_cache (id, filename, content_type, file_size, tags, search_vector) VALUES
    ('6a0d3c52-1b7e-4a55-b2a6-0f6f5b1c0001', 'Lindqvist - Harbour at dawn.tif', 'image/tiff', 184320512, '{painting,harbour}', to_tsvector('simple', 'lindqvist harbour at dawn')),
    ('6a0d3c52-1b7e-4a55-b2a6-0f6f5b1c0002', 'Loan agreement 2025-114.pdf', 'application/pdf', 481203, '{loan}', to_tsvector('simple', 'loan agreement 2025-114'));

INSERT INTO query_search_history (user_id, query_text, results, duration_ms, searched_at) VALUES
    ('0b5a5c1e-8f0e-4a36-9d0f-6d2f7c3f1a02', 'harbour', 1, 12, '2025-11-16 09:31+00'),
    ('0b5a5c1e-8f0e-4a36-9d0f-6d2f7c3f1a03', 'loan 2025', 1, 9, '2025-11-17 15:48+00');
