-- The storage element as its own start-up made it (`Base.metadata.create_all`): all tables, and no version table.

CREATE TYPE storage_mode_enum AS ENUM ('EDIT', 'RW', 'RO', 'AR');

CREATE TABLE storage_elem_01_config (
    id INTEGER NOT NULL,
    mode storage_mode_enum DEFAULT 'EDIT' NOT NULL,
    retention_days INTEGER DEFAULT 365 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_storage_elem_01_config PRIMARY KEY (id),
    CONSTRAINT ck_storage_elem_01_config_single_row CHECK (id = 1)
);

CREATE TABLE storage_elem_01_files (
    file_id UUID NOT NULL,
    original_filename VARCHAR(500) NOT NULL,
    storage_filename VARCHAR(255) NOT NULL,
    file_size BIGINT NOT NULL,
    content_type VARCHAR(255) NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    description TEXT,
    created_by VARCHAR(255) NOT NULL,
    attributes JSONB DEFAULT '{}'::jsonb NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_storage_elem_01_files PRIMARY KEY (file_id),
    CONSTRAINT uq_storage_elem_01_files_storage_filename UNIQUE (storage_filename)
);

CREATE INDEX ix_storage_elem_01_files_original_filename ON storage_elem_01_files (original_filename);

CREATE INDEX ix_storage_elem_01_files_attributes ON storage_elem_01_files USING gin (attributes);

CREATE TABLE storage_elem_01_wal (
    transaction_id UUID NOT NULL,
    file_id UUID,
    operation VARCHAR(50) NOT NULL,
    payload JSONB,
    started_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_storage_elem_01_wal PRIMARY KEY (transaction_id),
    CONSTRAINT fk_storage_elem_01_wal_file_id_storage_elem_01_files FOREIGN KEY(file_id) REFERENCES storage_elem_01_files (file_id) ON DELETE SET NULL
);

CREATE INDEX ix_storage_elem_01_wal_file_id ON storage_elem_01_wal (file_id);

INSERT INTO storage_elem_01_config (id, mode) VALUES (1, 'EDIT');
