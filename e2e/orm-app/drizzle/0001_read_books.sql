ALTER TABLE "books" ADD COLUMN "is_read" boolean DEFAULT false NOT NULL;
