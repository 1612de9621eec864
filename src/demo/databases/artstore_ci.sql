-- The admin module after `alembic upgrade head` and `alembic downgrade base`: the version table is empty, and the enum
-- types are still there. The next `upgrade` fails: "type service_account_role_enum already exists".

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TYPE service_account_role_enum AS ENUM ('ADMIN', 'USER', 'AUDITOR', 'READONLY');
CREATE TYPE service_account_status_enum AS ENUM ('ACTIVE', 'SUSPENDED', 'EXPIRED', 'DELETED');
CREATE TYPE user_role_enum AS ENUM ('SUPER_ADMIN', 'ADMIN', 'READONLY');
CREATE TYPE user_status_enum AS ENUM ('ACTIVE', 'LOCKED', 'DELETED');
CREATE TYPE storage_type_enum AS ENUM ('LOCAL', 'S3');
CREATE TYPE storage_status_enum AS ENUM ('ONLINE', 'OFFLINE', 'DEGRADED', 'MAINTENANCE');
