"""Makes the sessions of PostgreSQL and MySQL read-only as soon as Django connects, and says when the role could write.

A session is a manner, not a wall: code that unsets it can write what its role may write.
"""

import sys

from djdesk_after_import import AfterImport
from djdesk_notice import notice

READ_ONLY_STATEMENTS = {
    "postgresql": "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
    "mysql": "SET SESSION TRANSACTION READ ONLY",
}
WRITES_POSTGRESQL = """
SELECT current_user,
  has_database_privilege(current_database(), 'CREATE') OR EXISTS (
    SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%' AND (
      has_schema_privilege(n.oid, 'CREATE') OR (c.relkind IN ('r', 'p') AND (
        has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE')))))
"""
WRITE_GRANTS = ("ALL PRIVILEGES", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "SUPER")
told = set()


def postgresql_role(cursor):
    cursor.execute(WRITES_POSTGRESQL)
    role, writes = cursor.fetchone()
    return role, bool(writes)


def mysql_role(cursor):
    cursor.execute("SELECT CURRENT_USER()")
    role = cursor.fetchone()[0]
    cursor.execute("SHOW GRANTS")
    grants = [str(row[0]).upper().partition(" ON ")[0] for row in cursor.fetchall()]
    return role, any(word in grant for grant in grants for word in WRITE_GRANTS)


ROLES = {"postgresql": postgresql_role, "mysql": mysql_role}


def warn_of_writers(connection, cursor):
    if connection.alias in told:
        return
    told.add(connection.alias)
    try:
        role, writes = ROLES[connection.vendor](cursor)
    except Exception:
        notice("it could not be learned whether the role of the database '{}' may write.".format(connection.alias))
        return
    if writes:
        notice(
            "the role {} may write to the database '{}'. The session is read-only, but code that undoes that can write: "
            "give the project a role that may only read.".format(role, connection.alias)
        )


def make_session_read_only(connection=None, **_):
    if connection.vendor == "sqlite":
        return
    statement = READ_ONLY_STATEMENTS.get(connection.vendor)
    if statement is None:
        if connection.alias not in told:
            told.add(connection.alias)
            notice("sessions of {} cannot be made read-only: only its role protects the database '{}'.".format(connection.vendor, connection.alias))
        return
    with connection.cursor() as cursor:
        cursor.execute(statement)
        warn_of_writers(connection, cursor)


def connect(signals):
    signals.connection_created.connect(make_session_read_only, weak=False, dispatch_uid="djdesk")


def install():
    sys.meta_path.insert(0, AfterImport("django.db.backends.signals", connect))
