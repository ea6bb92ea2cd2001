BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0010');
CREATE TABLE application_versions (
    version_id TEXT NOT NULL PRIMARY KEY,
    version_name TEXT NOT NULL UNIQUE,
    version_timestamp INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000),
    created_at INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000)
, "application_name" TEXT DEFAULT NULL);
CREATE TABLE assignment (
	id VARCHAR(240) NOT NULL, 
	course_id VARCHAR(40) NOT NULL, 
	exercise VARCHAR(200) NOT NULL, 
	version_id INTEGER NOT NULL, 
	opens_at VARCHAR(27) NOT NULL, 
	due_at VARCHAR(27), 
	closes_at VARCHAR(27), 
	attempts INTEGER, 
	attempt_back_hours DOUBLE, 
	late_percent_a_day DOUBLE NOT NULL, 
	late_cap_percent DOUBLE NOT NULL, 
	late_grace_minutes DOUBLE NOT NULL, 
	late_of VARCHAR(20) NOT NULL, 
	counts VARCHAR(20) NOT NULL, 
	shown_before_due VARCHAR(20) NOT NULL, 
	shown_after_due VARCHAR(20) NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id), 
	CHECK (attempts IS NULL OR attempts > 0), 
	FOREIGN KEY(course_id) REFERENCES course (id) ON DELETE CASCADE, 
	FOREIGN KEY(version_id) REFERENCES exercise_version (id)
);
INSERT INTO "assignment" VALUES('scaling-c1','c1','scaling',1,'2026-11-30T18:53:22.218000Z',NULL,NULL,3,NULL,0.0,100.0,0.0,'attainable','highest','hints','hints','2026-11-30T18:53:22.218000Z');
CREATE TABLE audit_event (
	id INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	course_id VARCHAR(40), 
	actor VARCHAR(40), 
	action VARCHAR(60) NOT NULL, 
	subject VARCHAR(240), 
	detail JSON NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "audit_event" VALUES(1,'2026-11-30T18:53:22.500000Z','c1',NULL,'offered','scaling-c1','{}');
CREATE TABLE context_member (
	context_id VARCHAR(40) NOT NULL, 
	member_id VARCHAR(40) NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	seen_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (context_id, member_id), 
	FOREIGN KEY(context_id) REFERENCES platform_context (id) ON DELETE CASCADE, 
	FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE
);
CREATE TABLE course (
	id VARCHAR(40) NOT NULL, 
	title TEXT NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "course" VALUES('c1','Course c1','2026-11-30T18:53:22.123000Z');
CREATE TABLE course_exercise (
	course_id VARCHAR(40) NOT NULL, 
	exercise VARCHAR(200) NOT NULL, 
	PRIMARY KEY (course_id, exercise), 
	FOREIGN KEY(course_id) REFERENCES course (id) ON DELETE CASCADE
);
CREATE TABLE credential (
	hash VARCHAR(64) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	person_id VARCHAR(40) NOT NULL, 
	member_id VARCHAR(40), 
	created_at VARCHAR(27) NOT NULL, 
	expires_at VARCHAR(27), 
	used_at VARCHAR(27), 
	revoked_at VARCHAR(27), 
	provider VARCHAR(60), 
	PRIMARY KEY (hash), 
	FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE, 
	FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE
);
CREATE TABLE dbos_migrations (version INTEGER NOT NULL PRIMARY KEY);
INSERT INTO "dbos_migrations" VALUES(125);
CREATE TABLE deep_link (
	id VARCHAR(40) NOT NULL, 
	context_id VARCHAR(40) NOT NULL, 
	member_id VARCHAR(40) NOT NULL, 
	return_url TEXT NOT NULL, 
	data TEXT, 
	takes_line_item BOOLEAN NOT NULL, 
	expires_at VARCHAR(27) NOT NULL, 
	used_at VARCHAR(27), 
	PRIMARY KEY (id), 
	FOREIGN KEY(context_id) REFERENCES platform_context (id) ON DELETE CASCADE, 
	FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE
);
CREATE TABLE deployment (
	platform_id VARCHAR(40) NOT NULL, 
	deployment VARCHAR(255) NOT NULL, 
	accepted_at VARCHAR(27), 
	seen_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (platform_id, deployment), 
	FOREIGN KEY(platform_id) REFERENCES platform (id) ON DELETE CASCADE
);
CREATE TABLE exercise_version (
	id INTEGER NOT NULL, 
	course_id VARCHAR(40) NOT NULL, 
	exercise VARCHAR(200) NOT NULL, 
	version VARCHAR(80) NOT NULL, 
	page JSON NOT NULL, 
	published_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (course_id, exercise, version), 
	FOREIGN KEY(course_id) REFERENCES course (id) ON DELETE CASCADE
);
INSERT INTO "exercise_version" VALUES(1,'c1','scaling','v','{"exercise": "scaling", "title": "Scaling", "version": "v", "public_version": "p", "points": 100.0, "functions": {"f": 100.0}, "statement": "<p>What to do.</p>", "files": {}}','2026-11-30T18:53:22.217000Z');
CREATE TABLE extension (
	assignment_id VARCHAR(240) NOT NULL, 
	member_id VARCHAR(40) NOT NULL, 
	until VARCHAR(27), 
	extra_attempts INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	set_by VARCHAR(40), 
	set_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (assignment_id, member_id), 
	FOREIGN KEY(assignment_id) REFERENCES assignment (id) ON DELETE CASCADE, 
	FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE, 
	FOREIGN KEY(set_by) REFERENCES member (id) ON DELETE SET NULL
);
CREATE TABLE heartbeat (
	worker VARCHAR(300) NOT NULL, 
	seen_at VARCHAR(27) NOT NULL, 
	waits TEXT, 
	PRIMARY KEY (worker)
);
CREATE TABLE identity (
	id INTEGER NOT NULL, 
	person_id VARCHAR(40) NOT NULL, 
	provider VARCHAR(200) NOT NULL, 
	subject VARCHAR(500) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (provider, subject), 
	FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
);
CREATE TABLE job (
	id VARCHAR(40) NOT NULL, 
	course_id VARCHAR(40) NOT NULL, 
	member_id VARCHAR(40), 
	kind VARCHAR(20) NOT NULL, 
	arguments JSON NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	message TEXT, 
	result JSON NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	finished_at VARCHAR(27), 
	PRIMARY KEY (id), 
	FOREIGN KEY(course_id) REFERENCES course (id) ON DELETE CASCADE, 
	FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL
);
CREATE TABLE login (
	state VARCHAR(64) NOT NULL, 
	platform_id VARCHAR(40) NOT NULL, 
	nonce VARCHAR(64) NOT NULL, 
	browser VARCHAR(64) NOT NULL, 
	target TEXT NOT NULL, 
	expires_at VARCHAR(27) NOT NULL, 
	used_at VARCHAR(27), 
	PRIMARY KEY (state), 
	FOREIGN KEY(platform_id) REFERENCES platform (id) ON DELETE CASCADE, 
	UNIQUE (nonce)
);
CREATE TABLE member (
	id VARCHAR(40) NOT NULL, 
	course_id VARCHAR(40) NOT NULL, 
	person_id VARCHAR(40) NOT NULL, 
	number VARCHAR(500) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	columns JSON NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (course_id, number), 
	UNIQUE (course_id, person_id), 
	FOREIGN KEY(course_id) REFERENCES course (id) ON DELETE CASCADE, 
	FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
);
INSERT INTO "member" VALUES('29e695f736c2d3572762','c1','eddc3f0e6bd2aaee428e','ann','student','{}','2026-11-30T18:53:22.172000Z');
INSERT INTO "member" VALUES('4b6cded9b082111da05f','c1','180bb9c9780dffe3b2b3','kim','instructor','{}','2026-11-30T18:53:22.189000Z');
CREATE TABLE notifications (
    message_uuid TEXT NOT NULL DEFAULT (hex(randomblob(16))) PRIMARY KEY,
    destination_uuid TEXT NOT NULL,
    topic TEXT,
    message TEXT NOT NULL,
    created_at_epoch_ms INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000), "serialization" TEXT DEFAULT NULL, "consumed" BOOLEAN NOT NULL DEFAULT FALSE, consumed_by_function_id INTEGER,
    FOREIGN KEY (destination_uuid) REFERENCES workflow_status(workflow_uuid) 
        ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE "operation_outputs" (
    workflow_uuid TEXT NOT NULL,
    function_id INTEGER NOT NULL,
    function_name TEXT NOT NULL DEFAULT '',
    output TEXT,
    error TEXT,
    child_workflow_id TEXT,
    started_at_epoch_ms INTEGER,
    completed_at_epoch_ms INTEGER,
    serialization TEXT,
    application_name TEXT DEFAULT NULL,
    retention_timestamp INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000),
    PRIMARY KEY (workflow_uuid, function_id)
);
CREATE TABLE override (
	id INTEGER NOT NULL, 
	submission_id VARCHAR(40) NOT NULL, 
	function VARCHAR(200) NOT NULL, 
	score DOUBLE, 
	reason TEXT NOT NULL, 
	comment TEXT, 
	set_by VARCHAR(40), 
	set_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(submission_id) REFERENCES submission (id) ON DELETE CASCADE, 
	FOREIGN KEY(set_by) REFERENCES member (id) ON DELETE SET NULL
);
CREATE TABLE permits (
	"key" VARCHAR(64) NOT NULL, 
	permits_left DOUBLE NOT NULL, 
	counted_at DOUBLE NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE person (
	id VARCHAR(40) NOT NULL, 
	name TEXT NOT NULL, 
	email TEXT, 
	created_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "person" VALUES('eddc3f0e6bd2aaee428e','Name of ann',NULL,'2026-11-30T18:53:22.151000Z');
INSERT INTO "person" VALUES('180bb9c9780dffe3b2b3','Name of kim',NULL,'2026-11-30T18:53:22.189000Z');
CREATE TABLE platform (
	id VARCHAR(40) NOT NULL, 
	course_id VARCHAR(40) NOT NULL, 
	title TEXT NOT NULL, 
	issuer VARCHAR(190) NOT NULL, 
	client_id VARCHAR(255) NOT NULL, 
	auth_url TEXT NOT NULL, 
	token_url TEXT NOT NULL, 
	token_audience TEXT, 
	jwks_url TEXT NOT NULL, 
	origins JSON NOT NULL, 
	matches_roster BOOLEAN NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	removed_at VARCHAR(27), 
	PRIMARY KEY (id), 
	UNIQUE (issuer, client_id), 
	FOREIGN KEY(course_id) REFERENCES course (id) ON DELETE CASCADE
);
CREATE TABLE platform_context (
	id VARCHAR(40) NOT NULL, 
	platform_id VARCHAR(40) NOT NULL, 
	deployment VARCHAR(255) NOT NULL, 
	context VARCHAR(255) NOT NULL, 
	title TEXT NOT NULL, 
	course_id VARCHAR(40), 
	memberships_url TEXT, 
	seen_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (platform_id, deployment, context), 
	FOREIGN KEY(platform_id) REFERENCES platform (id) ON DELETE CASCADE, 
	FOREIGN KEY(course_id) REFERENCES course (id) ON DELETE CASCADE
);
CREATE TABLE platform_grade (
	link_id VARCHAR(40) NOT NULL, 
	member_id VARCHAR(40) NOT NULL, 
	sent_progress VARCHAR(20), 
	sent_points DOUBLE, 
	sent_most DOUBLE, 
	sent_at VARCHAR(27), 
	tried_progress VARCHAR(20), 
	tried_points DOUBLE, 
	tried_most DOUBLE, 
	tried_at VARCHAR(27), 
	fault TEXT, 
	next_at VARCHAR(27), 
	PRIMARY KEY (link_id, member_id), 
	FOREIGN KEY(link_id) REFERENCES resource_link (id) ON DELETE CASCADE, 
	FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE
);
CREATE TABLE platform_task (
	"key" VARCHAR(60) NOT NULL, 
	link_id VARCHAR(40), 
	context_id VARCHAR(40), 
	round INTEGER NOT NULL, 
	queued_at VARCHAR(27), 
	next_at VARCHAR(27) NOT NULL, 
	seen VARCHAR(80), 
	failures INTEGER NOT NULL, 
	fault TEXT, 
	done_at VARCHAR(27), 
	waiting INTEGER NOT NULL, 
	refused INTEGER NOT NULL, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(link_id) REFERENCES resource_link (id) ON DELETE CASCADE, 
	FOREIGN KEY(context_id) REFERENCES platform_context (id) ON DELETE CASCADE
);
CREATE TABLE queues (
    queue_id TEXT PRIMARY KEY DEFAULT (hex(randomblob(16))),
    name TEXT NOT NULL UNIQUE,
    concurrency INTEGER,
    worker_concurrency INTEGER,
    rate_limit_max INTEGER,
    rate_limit_period_sec REAL,
    priority_enabled BOOLEAN NOT NULL DEFAULT FALSE,
    partition_queue BOOLEAN NOT NULL DEFAULT FALSE,
    polling_interval_sec REAL NOT NULL DEFAULT 1.0,
    created_at INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000),
    updated_at INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000)
, "application_name" TEXT DEFAULT NULL, "partition_concurrency" INTEGER DEFAULT NULL, "partition_worker_concurrency" INTEGER DEFAULT NULL, "partition_rate_limit_max" INTEGER DEFAULT NULL, "partition_rate_limit_period_sec" REAL DEFAULT NULL);
CREATE TABLE regrade (
	id VARCHAR(40) NOT NULL, 
	assignment_id VARCHAR(240) NOT NULL, 
	member_id VARCHAR(40), 
	reason TEXT NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	ended_at VARCHAR(27), 
	pushed VARCHAR(64), 
	remarks JSON, 
	PRIMARY KEY (id), 
	FOREIGN KEY(assignment_id) REFERENCES assignment (id), 
	FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL
);
CREATE TABLE regrade_request (
	id VARCHAR(40) NOT NULL, 
	assignment_id VARCHAR(240) NOT NULL, 
	member_id VARCHAR(40) NOT NULL, 
	submission_id VARCHAR(40) NOT NULL, 
	function VARCHAR(200) NOT NULL, 
	text TEXT NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	accepted BOOLEAN, 
	answer TEXT, 
	answered_by VARCHAR(40), 
	answered_at VARCHAR(27), 
	PRIMARY KEY (id), 
	UNIQUE (assignment_id, member_id, function), 
	FOREIGN KEY(assignment_id) REFERENCES assignment (id) ON DELETE CASCADE, 
	FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE, 
	FOREIGN KEY(submission_id) REFERENCES submission (id) ON DELETE CASCADE, 
	FOREIGN KEY(answered_by) REFERENCES member (id) ON DELETE SET NULL
);
CREATE TABLE regraded (
	regrade_id VARCHAR(40) NOT NULL, 
	submission_id VARCHAR(40) NOT NULL, 
	old_result INTEGER, 
	old_score DOUBLE, 
	changes JSON NOT NULL, 
	exercise_version VARCHAR(80), 
	score DOUBLE, 
	max_score DOUBLE, 
	report TEXT, 
	fault TEXT, 
	finished_at VARCHAR(27), 
	PRIMARY KEY (regrade_id, submission_id), 
	FOREIGN KEY(regrade_id) REFERENCES regrade (id) ON DELETE CASCADE, 
	FOREIGN KEY(submission_id) REFERENCES submission (id) ON DELETE CASCADE
);
CREATE TABLE resource_link (
	id VARCHAR(40) NOT NULL, 
	platform_id VARCHAR(40) NOT NULL, 
	deployment VARCHAR(255) NOT NULL, 
	link VARCHAR(255) NOT NULL, 
	context_id VARCHAR(40) NOT NULL, 
	assignment_id VARCHAR(240), 
	title TEXT, 
	lineitem_url TEXT, 
	lineitems_url TEXT, 
	scopes JSON NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (platform_id, deployment, link), 
	FOREIGN KEY(platform_id) REFERENCES platform (id) ON DELETE CASCADE, 
	FOREIGN KEY(context_id) REFERENCES platform_context (id) ON DELETE CASCADE, 
	FOREIGN KEY(assignment_id) REFERENCES assignment (id) ON DELETE SET NULL
);
CREATE TABLE result (
	id INTEGER NOT NULL, 
	submission_id VARCHAR(40) NOT NULL, 
	number INTEGER NOT NULL, 
	exercise_version VARCHAR(80) NOT NULL, 
	score DOUBLE, 
	max_score DOUBLE NOT NULL, 
	report TEXT NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	regrade_id VARCHAR(40), 
	PRIMARY KEY (id), 
	UNIQUE (submission_id, number), 
	FOREIGN KEY(submission_id) REFERENCES submission (id) ON DELETE CASCADE
);
INSERT INTO "result" VALUES(1,'cf07986fb4fba9401823',1,'v',5.0,10.0,'{
 "schema_version": "1",
 "exercise": {
  "id": "scaling",
  "title": "Scaling",
  "version": "full",
  "public_version": "public"
 },
 "submission": {
  "student": "ann",
  "file": "ann.py",
  "files": [
   "ann.py"
  ],
  "sha256": "b4be63d5b42906b8cd0c270e3ace13285bd9fc2f782bfff7816d30fac4a22db9",
  "kind": "py",
  "status": "graded",
  "reason": null,
  "submitted_at": null,
  "late": null,
  "attempt": null,
  "upload": null,
  "ambiguous": null,
  "platform": null,
  "members": [],
  "likeness": {}
 },
 "score": 5,
 "max_score": 10,
 "adjustments": [],
 "functions": [
  {
   "name": "double",
   "status": "failed",
   "score": 0,
   "max_score": 5,
   "alternative": null,
   "fix_first": null
  },
  {
   "name": "halve",
   "status": "passed",
   "score": 5,
   "max_score": 5,
   "alternative": null,
   "fix_first": null
  }
 ],
 "cases": [
  {
   "function": "double",
   "name": "doubles_a_vector",
   "description": "doubles every entry",
   "visibility": "public",
   "status": "failed",
   "points": 0,
   "max_points": 2,
   "rationale": "`result[0]` is 4.87304, expected 3.24869 (4 of 4 entries differ).",
   "hint": "Twice, not three times.",
   "mistake": "triples",
   "carried_from": null,
   "error_type": null,
   "error_line": null,
   "comparison": {
    "place": "the result",
    "expected": [
     [
      "3.2487",
      "-1.2235",
      "-1.0563",
      "-2.1459"
     ]
    ],
    "actual": [
     [
      "4.873",
      "-1.8353",
      "-1.5845",
      "-3.2189"
     ]
    ],
    "expected_shape": [
     4
    ],
    "actual_shape": [
     4
    ],
    "differs": [
     [
      0,
      0
     ],
     [
      0,
      1
     ],
     [
      0,
      2
     ],
     [
      0,
      3
     ]
    ]
   }
  },
  {
   "function": "double",
   "name": "doubles_a_matrix",
   "description": "doubles a matrix too",
   "visibility": "hidden",
   "status": "failed",
   "points": 0,
   "max_points": 3,
   "rationale": "Only for the instructor: 3.14.",
   "hint": "Twice, not three times.",
   "mistake": "triples",
   "carried_from": null,
   "error_type": null,
   "error_line": null,
   "comparison": null
  },
  {
   "function": "halve",
   "name": "halves_a_vector",
   "description": "halves every entry",
   "visibility": "hidden",
   "status": "passed",
   "points": 5,
   "max_points": 5,
   "rationale": null,
   "hint": null,
   "mistake": null,
   "carried_from": null,
   "error_type": null,
   "error_line": null,
   "comparison": null
  }
 ],
 "notes": [],
 "environment": {
  "grader": {
   "version": "0.1.0",
   "source": "bac98b805ca6fe5ae25f528d5d95bb6391eefbcd467865aeebd861449acba11d"
  },
  "python": "3.11.7",
  "numpy": "2.4.6",
  "libraries": {},
  "blas": {
   "name": "scipy-openblas",
   "version": "0.3.31.188.0"
  },
  "platform": "linux x86_64",
  "isolation": {
   "level": "locked",
   "layers": [
    "pid_namespace",
    "network_namespace",
    "ipc_namespace",
    "limits",
    "user",
    "no_new_privs",
    "landlock",
    "seccomp"
   ]
  },
  "settings": {
   "allow_unsafe": false,
   "edition": null,
   "public_only": false
  }
 },
 "timing": {
  "total": 0.07129,
  "steps": {
   "load": 0.001093,
   "run": 0.035396,
   "judge": 0.034801
  }
 }
}
','2026-11-30T18:53:22.436000Z',NULL);
CREATE TABLE service_value (
	name VARCHAR(40) NOT NULL, 
	value TEXT NOT NULL, 
	set_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE sign_in (
	hash VARCHAR(64) NOT NULL, 
	provider VARCHAR(60) NOT NULL, 
	back_to TEXT NOT NULL, 
	expires_at VARCHAR(27) NOT NULL, 
	answered_at VARCHAR(27), 
	subject VARCHAR(500), 
	PRIMARY KEY (hash)
);
CREATE TABLE stored_file (
	sha256 VARCHAR(64) NOT NULL, 
	data BLOB, 
	place VARCHAR(200), 
	put_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (sha256)
);
CREATE TABLE streams (
    workflow_uuid TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    "offset" INTEGER NOT NULL, function_id INTEGER NOT NULL DEFAULT 0, "serialization" TEXT DEFAULT NULL,
    PRIMARY KEY (workflow_uuid, key, "offset"),
    FOREIGN KEY (workflow_uuid) REFERENCES workflow_status(workflow_uuid) 
        ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE submission (
	id VARCHAR(40) NOT NULL, 
	assignment_id VARCHAR(240) NOT NULL, 
	member_id VARCHAR(40) NOT NULL, 
	attempt INTEGER NOT NULL, 
	received_at VARCHAR(27) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	idempotency_key VARCHAR(200), 
	state VARCHAR(20) NOT NULL, 
	finished_at VARCHAR(27), 
	receipt TEXT, 
	PRIMARY KEY (id), 
	UNIQUE (assignment_id, member_id, attempt), 
	UNIQUE (member_id, idempotency_key), 
	FOREIGN KEY(assignment_id) REFERENCES assignment (id), 
	FOREIGN KEY(member_id) REFERENCES member (id)
);
INSERT INTO "submission" VALUES('cf07986fb4fba9401823','scaling-c1','29e695f736c2d3572762',1,'2026-11-30T18:53:22.282000Z','9404b654a1d5e1739b5aaf3027b7fab314d6f510ae914d0d6e069ba14c330fa1',NULL,'graded','2026-11-30T18:53:22.434000Z','{
 "format": "numpy-grader-receipt/1",
 "submission": "cf07986fb4fba9401823",
 "assignment": "scaling-c1",
 "exercise": "scaling",
 "exercise_version": "p",
 "person": "ann",
 "attempt": 1,
 "received_at": "2026-11-30T18:53:22.282Z",
 "sha256": "9404b654a1d5e1739b5aaf3027b7fab314d6f510ae914d0d6e069ba14c330fa1",
 "files": [
  {
   "name": "work.py",
   "sha256": "9404b654a1d5e1739b5aaf3027b7fab314d6f510ae914d0d6e069ba14c330fa1"
  }
 ],
 "key": "ce12713a7f5fc9097e5d0192379994c4bf59d509c90000f82c1e5826ea2161c3",
 "signature": "588b4755e96635540869483f93f2d8f51f3007f23b80307b0e0105a60c25ce3025c1174306cdf0a058175048b2ec3c54cc51393fd9e3f6524c0458f7bad1880c"
}');
INSERT INTO "submission" VALUES('119409c384f436a2e453','scaling-c1','29e695f736c2d3572762',2,'2026-11-30T18:53:22.451000Z','0992f2f8cc75665f6907a881df9b42e292cff1e392bc7679e2f4cbd325a698d9',NULL,'queued',NULL,'{
 "format": "numpy-grader-receipt/1",
 "submission": "119409c384f436a2e453",
 "assignment": "scaling-c1",
 "exercise": "scaling",
 "exercise_version": "p",
 "person": "ann",
 "attempt": 2,
 "received_at": "2026-11-30T18:53:22.451Z",
 "sha256": "0992f2f8cc75665f6907a881df9b42e292cff1e392bc7679e2f4cbd325a698d9",
 "files": [
  {
   "name": "work.py",
   "sha256": "0992f2f8cc75665f6907a881df9b42e292cff1e392bc7679e2f4cbd325a698d9"
  }
 ],
 "key": "ce12713a7f5fc9097e5d0192379994c4bf59d509c90000f82c1e5826ea2161c3",
 "signature": "060aafac847ca8d80c30937775d3c34be82e1266b6e1c1867900079e2fc9c44331d560308c47a5402f493058d5e0dba9c634d279193bd401a0a7f0f83e233704"
}');
CREATE TABLE submitted_file (
	submission_id VARCHAR(40) NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	size INTEGER NOT NULL, 
	PRIMARY KEY (submission_id, position), 
	FOREIGN KEY(submission_id) REFERENCES submission (id) ON DELETE CASCADE
);
INSERT INTO "submitted_file" VALUES('cf07986fb4fba9401823',0,'work.py','9404b654a1d5e1739b5aaf3027b7fab314d6f510ae914d0d6e069ba14c330fa1',32);
INSERT INTO "submitted_file" VALUES('119409c384f436a2e453',0,'work.py','0992f2f8cc75665f6907a881df9b42e292cff1e392bc7679e2f4cbd325a698d9',32);
CREATE TABLE tool_key (
	id VARCHAR(40) NOT NULL, 
	private_key TEXT NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	signs_from VARCHAR(27) NOT NULL, 
	published_until VARCHAR(27), 
	PRIMARY KEY (id)
);
CREATE TABLE upload (
	id VARCHAR(40) NOT NULL, 
	assignment_id VARCHAR(240) NOT NULL, 
	member_id VARCHAR(40) NOT NULL, 
	uploaded_at VARCHAR(27) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	recognition JSON, 
	submission_id VARCHAR(40), 
	PRIMARY KEY (id), 
	FOREIGN KEY(assignment_id) REFERENCES assignment (id) ON DELETE CASCADE, 
	FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE, 
	UNIQUE (submission_id), 
	FOREIGN KEY(submission_id) REFERENCES submission (id) ON DELETE CASCADE
);
CREATE TABLE uploaded_file (
	upload_id VARCHAR(40) NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	size INTEGER NOT NULL, 
	PRIMARY KEY (upload_id, position), 
	FOREIGN KEY(upload_id) REFERENCES upload (id) ON DELETE CASCADE
);
CREATE TABLE workflow_events (
    workflow_uuid TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL, "serialization" TEXT DEFAULT NULL,
    PRIMARY KEY (workflow_uuid, key),
    FOREIGN KEY (workflow_uuid) REFERENCES workflow_status(workflow_uuid) 
        ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE workflow_events_history (
    workflow_uuid TEXT NOT NULL,
    function_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL, "serialization" TEXT DEFAULT NULL,
    PRIMARY KEY (workflow_uuid, function_id, key),
    FOREIGN KEY (workflow_uuid) REFERENCES workflow_status(workflow_uuid)
        ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE workflow_input (
    workflow_uuid TEXT NOT NULL PRIMARY KEY,
    inputs TEXT,
    retention_timestamp INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000)
);
INSERT INTO "workflow_input" VALUES('grade-cf07986fb4fba9401823-1','{"namedArgs":{},"positionalArgs":["cf07986fb4fba9401823",1]}',1796064802000);
INSERT INTO "workflow_input" VALUES('grade-119409c384f436a2e453-1','{"namedArgs":{},"positionalArgs":["119409c384f436a2e453",1]}',1796064802000);
CREATE TABLE workflow_output (
    workflow_uuid TEXT NOT NULL PRIMARY KEY,
    output TEXT,
    error TEXT,
    retention_timestamp INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000)
);
CREATE TABLE workflow_schedules (
    schedule_id TEXT PRIMARY KEY,
    schedule_name TEXT NOT NULL UNIQUE,
    workflow_name TEXT NOT NULL,
    workflow_class_name TEXT,
    schedule TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'ACTIVE',
    context TEXT NOT NULL
, "last_fired_at" TEXT DEFAULT NULL, "automatic_backfill" BOOLEAN NOT NULL DEFAULT FALSE, "cron_timezone" TEXT DEFAULT NULL, "queue_name" TEXT DEFAULT NULL, "application_name" TEXT DEFAULT NULL);
CREATE TABLE workflow_status (
    workflow_uuid TEXT PRIMARY KEY,
    status TEXT,
    name TEXT,
    authenticated_user TEXT,
    assumed_role TEXT,
    authenticated_roles TEXT,
    request TEXT,
    output TEXT,
    error TEXT,
    executor_id TEXT,
    created_at INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000),
    updated_at INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000),
    application_version TEXT,
    application_id TEXT,
    class_name TEXT DEFAULT NULL,
    config_name TEXT DEFAULT NULL,
    recovery_attempts INTEGER DEFAULT 0,
    queue_name TEXT,
    workflow_timeout_ms INTEGER,
    workflow_deadline_epoch_ms INTEGER,
    inputs TEXT,
    started_at_epoch_ms INTEGER,
    deduplication_id TEXT,
    priority INTEGER NOT NULL DEFAULT 0
, queue_partition_key TEXT, forked_from TEXT, "owner_xid" TEXT DEFAULT NULL, "parent_workflow_id" TEXT DEFAULT NULL, "serialization" TEXT DEFAULT NULL, "delay_until_epoch_ms" BIGINT DEFAULT NULL, "was_forked_from" BOOLEAN NOT NULL DEFAULT FALSE, "rate_limited" BOOLEAN NOT NULL DEFAULT FALSE, "completed_at" BIGINT, "attributes" TEXT, "schedule_name" TEXT, "debounce_deadline_epoch_ms" BIGINT DEFAULT NULL, "is_debounced" BOOLEAN NOT NULL DEFAULT FALSE, "application_name" TEXT DEFAULT NULL, "creator_xid" TEXT DEFAULT NULL);
INSERT INTO "workflow_status" VALUES('grade-cf07986fb4fba9401823-1','ENQUEUED','grade',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1796064802000,1796064802000,'1',NULL,NULL,NULL,0,'grading',NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,'portable_json',NULL,0,0,NULL,'null',NULL,NULL,0,'grader','cf0f367e-7ae8-4579-a32b-331f22a6d475');
INSERT INTO "workflow_status" VALUES('grade-119409c384f436a2e453-1','ENQUEUED','grade',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1796064802000,1796064802000,'1',NULL,NULL,NULL,0,'grading',NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,'portable_json',NULL,0,0,NULL,'null',NULL,NULL,0,'grader','4f5222ba-92d4-45d4-b9db-9b53b9de8c39');
CREATE INDEX ix_stored_file_put_at ON stored_file (put_at);
CREATE INDEX ix_sign_in_expires_at ON sign_in (expires_at);
CREATE INDEX ix_permits_counted_at ON permits (counted_at);
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event only grows'); END;
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event only grows'); END;
CREATE INDEX ix_login_expires_at ON login (expires_at);
CREATE INDEX submission_by_end ON submission (finished_at);
CREATE INDEX submission_by_state ON submission (state);
CREATE INDEX ix_regrade_assignment_id ON regrade (assignment_id);
CREATE INDEX ix_resource_link_assignment_id ON resource_link (assignment_id);
CREATE INDEX upload_of_member ON upload (assignment_id, member_id);
CREATE INDEX ix_submitted_file_sha256 ON submitted_file (sha256);
CREATE INDEX ix_override_submission_id ON override (submission_id);
CREATE INDEX ix_uploaded_file_sha256 ON uploaded_file (sha256);
CREATE INDEX workflow_status_created_at_index ON workflow_status (created_at);
CREATE INDEX idx_workflow_topic ON notifications (destination_uuid, topic);
CREATE INDEX "idx_workflow_status_delayed" ON "workflow_status" ("delay_until_epoch_ms") WHERE status = 'DELAYED';
CREATE INDEX "idx_workflow_status_forked_from" ON "workflow_status" ("forked_from") WHERE "forked_from" IS NOT NULL;
CREATE INDEX "idx_workflow_status_parent_workflow_id" ON "workflow_status" ("parent_workflow_id") WHERE "parent_workflow_id" IS NOT NULL;
CREATE UNIQUE INDEX "uq_workflow_status_dedup_id" ON "workflow_status" ("queue_name", "deduplication_id") WHERE "deduplication_id" IS NOT NULL;
CREATE INDEX "idx_workflow_status_pending" ON "workflow_status" ("created_at") WHERE "status" = 'PENDING';
CREATE INDEX "idx_workflow_status_failed" ON "workflow_status" ("status", "created_at") WHERE "status" IN ('ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED');
CREATE INDEX "idx_workflow_status_rate_limited" ON "workflow_status" ("queue_name", "started_at_epoch_ms") WHERE "rate_limited" = TRUE;
CREATE INDEX "idx_workflow_status_completed_at" ON "workflow_status" ("completed_at") WHERE "completed_at" IS NOT NULL;
CREATE INDEX "idx_workflow_status_started_at" ON "workflow_status" ("started_at_epoch_ms") WHERE "started_at_epoch_ms" IS NOT NULL;
CREATE INDEX "idx_workflow_status_schedule_name" ON "workflow_status" ("schedule_name") WHERE "schedule_name" IS NOT NULL;
CREATE UNIQUE INDEX "uq_application_versions_owner_version"
    ON application_versions ("application_name", "version_name")
    WHERE "application_name" IS NOT NULL;
CREATE UNIQUE INDEX "uq_application_versions_unclaimed_version"
    ON application_versions ("version_name")
    WHERE "application_name" IS NULL;
CREATE INDEX idx_workflow_input_retention
    ON workflow_input (retention_timestamp);
CREATE INDEX idx_workflow_output_retention
    ON workflow_output (retention_timestamp);
CREATE INDEX idx_operation_outputs_retention
    ON operation_outputs (retention_timestamp);
CREATE INDEX "idx_workflow_status_in_flight_v2" ON "workflow_status" ("queue_name", "status", "priority", "created_at", "application_name") WHERE "status" IN ('ENQUEUED', 'PENDING');
CREATE INDEX "idx_workflow_status_partition_dequeue_v3" ON "workflow_status" ("queue_name", "status", "queue_partition_key", "priority", "created_at", "workflow_uuid", "application_name") WHERE "status" IN ('ENQUEUED', 'PENDING') AND "queue_partition_key" IS NOT NULL;
CREATE INDEX "idx_operation_outputs_completed_at_function_name_v2" ON "operation_outputs" ("completed_at_epoch_ms", "function_name", "application_name");
CREATE INDEX "idx_workflow_status_deadline" ON "workflow_status" ("workflow_deadline_epoch_ms") WHERE "status" IN ('ENQUEUED', 'PENDING', 'DELAYED') AND "workflow_deadline_epoch_ms" IS NOT NULL;
CREATE INDEX "idx_application_versions_timestamp" ON "application_versions" ("version_timestamp" DESC);
CREATE INDEX "idx_application_versions_owner_timestamp" ON "application_versions" ("application_name", "version_timestamp" DESC);
COMMIT;
