-- The project tracker as its migrations make it, up to e46a90c7b5d2. The files beside this one say what became of it in
-- staging and in production.

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> 3b0c7d51e2f4

CREATE TABLE clients (
    id SERIAL NOT NULL,
    name VARCHAR(200) NOT NULL,
    billing_email VARCHAR(255),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (name)
);

CREATE TABLE users (
    id SERIAL NOT NULL,
    email VARCHAR(255) NOT NULL,
    full_name VARCHAR(200) NOT NULL,
    is_active BOOLEAN DEFAULT true NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (email)
);

CREATE TABLE projects (
    id SERIAL NOT NULL,
    client_id INTEGER NOT NULL,
    name VARCHAR(200) NOT NULL,
    status VARCHAR(20) DEFAULT 'planned' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now(),
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now(),
    PRIMARY KEY (id),
    CONSTRAINT projects_status_check CHECK (status IN ('planned', 'active', 'paused', 'done')),
    FOREIGN KEY(client_id) REFERENCES clients (id) ON DELETE CASCADE
);

CREATE INDEX ix_projects_client_id ON projects (client_id);

CREATE TABLE tasks (
    id SERIAL NOT NULL,
    project_id INTEGER NOT NULL,
    assignee_id INTEGER,
    title VARCHAR(300) NOT NULL,
    due_on DATE,
    done_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(assignee_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
);

CREATE INDEX ix_tasks_project_id ON tasks (project_id);

INSERT INTO alembic_version (version_num) VALUES ('3b0c7d51e2f4') RETURNING alembic_version.version_num;

-- Running upgrade 3b0c7d51e2f4 -> 91d6f2a80c35

ALTER TABLE projects ADD COLUMN description TEXT;

ALTER TABLE projects ADD COLUMN start_date DATE;

ALTER TABLE projects ADD COLUMN launch_date DATE;

UPDATE projects SET created_at = now() WHERE created_at IS NULL;

UPDATE projects SET updated_at = created_at WHERE updated_at IS NULL;

ALTER TABLE projects ALTER COLUMN created_at SET NOT NULL;

ALTER TABLE projects ALTER COLUMN updated_at SET NOT NULL;

CREATE TABLE milestones (
    id SERIAL NOT NULL,
    project_id INTEGER NOT NULL,
    title VARCHAR(200) NOT NULL,
    due_on DATE NOT NULL,
    reached_on DATE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
);

CREATE INDEX ix_milestones_project_id ON milestones (project_id);

UPDATE alembic_version SET version_num='91d6f2a80c35' WHERE alembic_version.version_num = '3b0c7d51e2f4';

-- Running upgrade 91d6f2a80c35 -> 5e7a1b94dd60

CREATE TABLE time_entries (
    id SERIAL NOT NULL,
    project_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    worked_on DATE NOT NULL,
    hours NUMERIC(6, 2) NOT NULL,
    note TEXT,
    billable BOOLEAN DEFAULT true NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT time_entries_hours_check CHECK (hours > 0),
    FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE INDEX ix_time_entries_project_id ON time_entries (project_id);

CREATE INDEX ix_time_entries_user_id ON time_entries (user_id);

ALTER TABLE projects ADD COLUMN total_hours NUMERIC(10, 2);

ALTER TABLE projects ADD COLUMN cumulative_hours NUMERIC(10, 2);

UPDATE alembic_version SET version_num='5e7a1b94dd60' WHERE alembic_version.version_num = '91d6f2a80c35';

-- Running upgrade 5e7a1b94dd60 -> c8204f6e1b7a

CREATE TABLE retainer_periods (
    id SERIAL NOT NULL,
    project_id INTEGER NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    hours_included NUMERIC(10, 2) NOT NULL,
    hours_used NUMERIC(10, 2) DEFAULT '0' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE,
    UNIQUE (project_id, starts_on)
);

CREATE INDEX ix_retainer_periods_ends_on ON retainer_periods (ends_on);

ALTER TABLE projects ADD COLUMN project_work_type VARCHAR(50);

ALTER TABLE projects ADD COLUMN retainer_hours NUMERIC(10, 2);

UPDATE alembic_version SET version_num='c8204f6e1b7a' WHERE alembic_version.version_num = '5e7a1b94dd60';

-- Running upgrade c8204f6e1b7a -> 07be93d5a4c1

CREATE TABLE meetings (
    id SERIAL NOT NULL,
    project_id INTEGER NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    place VARCHAR(200),
    agenda TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
);

CREATE INDEX ix_meetings_project_id ON meetings (project_id);

CREATE INDEX ix_meetings_starts_at ON meetings (starts_at);

CREATE TABLE meeting_notes (
    id SERIAL NOT NULL,
    meeting_id INTEGER NOT NULL,
    author_id INTEGER,
    body TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(meeting_id) REFERENCES meetings (id) ON DELETE CASCADE
);

CREATE INDEX ix_meeting_notes_meeting_id ON meeting_notes (meeting_id);

ALTER TABLE projects ADD COLUMN weekly_meeting_day TEXT;

ALTER TABLE projects ADD COLUMN send_meeting_emails BOOLEAN;

UPDATE alembic_version SET version_num='07be93d5a4c1' WHERE alembic_version.version_num = 'c8204f6e1b7a';

-- Running upgrade 07be93d5a4c1 -> 2fd18c6b03e9

CREATE TABLE portal_invitations (
    id SERIAL NOT NULL,
    client_id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    token_hash VARCHAR(64) NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    accepted_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(client_id) REFERENCES clients (id) ON DELETE CASCADE
);

CREATE INDEX ix_portal_invitations_client_id ON portal_invitations (client_id);

CREATE UNIQUE INDEX ix_portal_invitations_token_hash ON portal_invitations (token_hash);

CREATE TABLE project_comments (
    id SERIAL NOT NULL,
    project_id INTEGER NOT NULL,
    author_email VARCHAR(255) NOT NULL,
    body TEXT NOT NULL,
    internal BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
);

CREATE INDEX ix_project_comments_project_id ON project_comments (project_id);

UPDATE alembic_version SET version_num='2fd18c6b03e9' WHERE alembic_version.version_num = '07be93d5a4c1';

-- Running upgrade 2fd18c6b03e9 -> e46a90c7b5d2

CREATE TABLE "vector-sync-status" (
    id SERIAL NOT NULL,
    project_id INTEGER NOT NULL,
    source VARCHAR(50) NOT NULL,
    state VARCHAR(20) DEFAULT 'pending' NOT NULL,
    chunks INTEGER DEFAULT 0 NOT NULL,
    last_synced_at TIMESTAMP WITH TIME ZONE,
    last_error TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE,
    UNIQUE (project_id, source)
);

CREATE INDEX "ix_vector-sync-status_state" ON "vector-sync-status" (state);

UPDATE alembic_version SET version_num='e46a90c7b5d2' WHERE alembic_version.version_num = '2fd18c6b03e9';

INSERT INTO clients (name, billing_email) VALUES
    ('Hallberg & Sons', 'accounts@hallberg.example'),
    ('City Library of Tarn', NULL),
    ('Oriel Coffee', 'office@orielcoffee.example');

INSERT INTO users (email, full_name) VALUES
    ('ines@studio.example', 'Ines Moreau'),
    ('tomasz@studio.example', 'Tomasz Zieliński');

INSERT INTO projects (client_id, name, status, description, start_date, launch_date, total_hours, cumulative_hours, project_work_type, retainer_hours, weekly_meeting_day, send_meeting_emails) VALUES
    (1, 'Online shop', 'active', 'A shop for spare parts', '2025-02-03', '2025-11-28', 320, 281.5, 'fixed', NULL, 'tuesday', true),
    (2, 'Catalogue search', 'active', NULL, '2025-05-12', NULL, NULL, 96.25, 'retainer', 20, 'thursday', false),
    (3, 'Brand site', 'done', 'Five pages and a map', '2025-01-27', '2025-04-01', 80, 84, 'fixed', NULL, NULL, NULL);

INSERT INTO tasks (project_id, assignee_id, title, due_on, done_at) VALUES
    (1, 1, 'Payment by invoice', '2025-11-14', NULL),
    (1, 2, 'Stock per warehouse', '2025-10-30', '2025-10-29 16:20+00'),
    (2, 2, 'Search by signature', '2025-11-20', NULL);

INSERT INTO time_entries (project_id, user_id, worked_on, hours, note) VALUES
    (1, 1, '2025-10-28', 6.5, 'Checkout'),
    (1, 2, '2025-10-29', 7.25, 'Stock per warehouse'),
    (2, 2, '2025-10-30', 4, NULL);

INSERT INTO retainer_periods (project_id, starts_on, ends_on, hours_included, hours_used) VALUES
    (2, '2025-10-01', '2025-10-31', 20, 18.5);

INSERT INTO "vector-sync-status" (project_id, source, state, chunks, last_synced_at) VALUES
    (1, 'comments', 'synced', 42, '2025-11-05 22:00+00'),
    (2, 'comments', 'pending', 0, NULL);
