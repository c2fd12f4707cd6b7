-- What a person brought within a day is added up before each upload.
CREATE INDEX recordings_uploaded ON recordings (uploaded_by, created_at);
