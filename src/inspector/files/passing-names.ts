/**
 * Names that come and go in a folder and are no part of a project: bytecode, what editors put beside a file while it is
 * edited or saved, SQLite's companions. The inspector does not see them, so that they cannot change a fact.
 */
const passing = /^(?:__pycache__|4913|\.#.*|#.*#|\..*\.sw[a-z]|\.goutputstream-.*|.*~|.*___jb_(?:tmp|old)___|.*-(?:journal|wal|shm))$/;

export const isPassingName = (name: string): boolean => passing.test(name);
