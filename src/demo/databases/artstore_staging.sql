-- The admin module at 7be2940c1fd8: audit_log.user_id is still an integer.

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> a3f5c19e7d02

CREATE TYPE service_account_role_enum AS ENUM ('ADMIN', 'USER', 'AUDITOR', 'READONLY');

CREATE TYPE service_account_status_enum AS ENUM ('ACTIVE', 'SUSPENDED', 'EXPIRED', 'DELETED');

CREATE TABLE service_accounts (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    name VARCHAR(200) NOT NULL,
    client_id VARCHAR(255) NOT NULL,
    client_secret_hash VARCHAR(255) NOT NULL,
    role service_account_role_enum NOT NULL,
    status service_account_status_enum DEFAULT 'ACTIVE' NOT NULL,
    rate_limit INTEGER DEFAULT 100 NOT NULL,
    secret_expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_service_accounts PRIMARY KEY (id),
    CONSTRAINT uq_service_accounts_client_id UNIQUE (client_id),
    CONSTRAINT uq_service_accounts_name UNIQUE (name)
);

CREATE INDEX ix_service_accounts_secret_expires_at ON service_accounts (secret_expires_at);

CREATE TYPE user_role_enum AS ENUM ('SUPER_ADMIN', 'ADMIN', 'READONLY');

CREATE TYPE user_status_enum AS ENUM ('ACTIVE', 'LOCKED', 'DELETED');

CREATE TABLE users (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    username VARCHAR(100) NOT NULL,
    email VARCHAR(255) NOT NULL,
    password_hash VARCHAR(255) NOT NULL,
    role user_role_enum NOT NULL,
    status user_status_enum DEFAULT 'ACTIVE' NOT NULL,
    is_system BOOLEAN DEFAULT false NOT NULL,
    last_login_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT uq_users_username UNIQUE (username)
);

CREATE INDEX ix_users_email ON users (email);

INSERT INTO alembic_version (version_num) VALUES ('a3f5c19e7d02') RETURNING alembic_version.version_num;

-- Running upgrade a3f5c19e7d02 -> d81b6e0f4a57

CREATE TYPE storage_type_enum AS ENUM ('LOCAL', 'S3');

CREATE TYPE storage_status_enum AS ENUM ('ONLINE', 'OFFLINE', 'DEGRADED', 'MAINTENANCE');

CREATE TABLE storage_elements (
    id SERIAL NOT NULL,
    name VARCHAR(255) NOT NULL,
    api_url VARCHAR(500) NOT NULL,
    storage_type storage_type_enum NOT NULL,
    status storage_status_enum DEFAULT 'OFFLINE' NOT NULL,
    capacity_bytes BIGINT NOT NULL,
    used_bytes BIGINT DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_storage_elements PRIMARY KEY (id),
    CONSTRAINT ck_storage_elements_used_within_capacity CHECK (used_bytes <= capacity_bytes),
    CONSTRAINT uq_storage_elements_name UNIQUE (name)
);

CREATE INDEX ix_storage_elements_status ON storage_elements (status);

UPDATE alembic_version SET version_num='d81b6e0f4a57' WHERE alembic_version.version_num = 'a3f5c19e7d02';

-- Running upgrade d81b6e0f4a57 -> 7be2940c1fd8

CREATE TABLE audit_log (
    id BIGSERIAL NOT NULL,
    user_id INTEGER,
    action VARCHAR(100) NOT NULL,
    resource_type VARCHAR(100) NOT NULL,
    resource_id VARCHAR(255),
    ip_address INET,
    details JSONB,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_audit_log PRIMARY KEY (id)
);

CREATE INDEX ix_audit_log_created_at ON audit_log (created_at);

CREATE INDEX ix_audit_log_user_id ON audit_log (user_id);

UPDATE alembic_version SET version_num='7be2940c1fd8' WHERE alembic_version.version_num = 'd81b6e0f4a57';

INSERT INTO users (id, username, email, password_hash, role, is_system, last_login_at, created_at, updated_at) VALUES
    ('0b5a5c1e-8f0e-4a36-9d0f-6d2f7c3f1a01', 'admin', 'admin@artstore.example', '!', 'SUPER_ADMIN', true, '2025-11-18 07:55+00', '2025-10-24 09:20+00', '2025-11-18 07:55+00'),
    ('0b5a5c1e-8f0e-4a36-9d0f-6d2f7c3f1a02', 'h.lindqvist', 'h.lindqvist@artstore.example', '!', 'ADMIN', false, '2025-11-17 14:02+00', '2025-10-27 08:00+00', '2025-11-17 14:02+00'),
    ('0b5a5c1e-8f0e-4a36-9d0f-6d2f7c3f1a03', 'archive-desk', 'desk@artstore.example', '!', 'READONLY', false, NULL, '2025-11-03 11:30+00', '2025-11-03 11:30+00');

INSERT INTO service_accounts (name, client_id, client_secret_hash, role, rate_limit, secret_expires_at) VALUES
    ('ingester', 'sa_prod_ingester_3f1c', '!', 'USER', 500, '2026-02-01 00:00+00'),
    ('compliance-export', 'sa_prod_compliance_90aa', '!', 'AUDITOR', 50, '2026-01-15 00:00+00');

INSERT INTO storage_elements (name, api_url, storage_type, status, capacity_bytes, used_bytes) VALUES
    ('storage-01', 'http://storage-01.artstore.internal:8010', 'LOCAL', 'ONLINE', 1099511627776, 412316860416),
    ('storage-02', 'http://storage-02.artstore.internal:8010', 'S3', 'DEGRADED', 5497558138880, 5222680231936);

INSERT INTO audit_log (user_id, action, resource_type, resource_id, ip_address, details, created_at) VALUES
    (NULL, 'login.failed', 'user', 'admin', '10.20.0.77', '{"attempts": 3}', '2025-11-06 07:54+00');
