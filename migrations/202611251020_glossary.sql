-- Terms that people add to the glossary; those of the playbook are read from the book itself.
CREATE TABLE glossary_terms (
    id TEXT NOT NULL PRIMARY KEY,
    term TEXT NOT NULL,
    -- Lower case, ё = е, letters and digits only: the same name is there once however it is typed.
    term_folded TEXT NOT NULL,
    -- How it is misheard: a JSON array of texts.
    variants TEXT NOT NULL,
    created_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT glossary_terms_term_folded_key UNIQUE (term_folded)
);
