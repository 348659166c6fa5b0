import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';

/** A file of the page, ready to be sent. */
export interface PageFile {
	readonly bytes: Buffer;
	readonly type: string;
	/** Quoted, as a header has it. */
	readonly etag: string;
	/** The same file for those who take `Content-Encoding: gzip`; null where that saves nothing. */
	readonly gzip: PageFile | null;
}

/** The page for browsers: what `GET /` gives, and the files that it loads from `/page/`, by name. */
export interface Page {
	readonly index: PageFile;
	readonly files: ReadonlyMap<string, PageFile>;
}

/** What the page may load and do: nothing but what comes from here. */
export const pagePolicy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"connect-src 'self'",
	"img-src 'self' data:",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join('; ');
/** For files whose names change when they do. */
export const immutable = 'public, max-age=31536000, immutable';

/** Where the build puts the page, seen from a chunk; in the source it is beside the other built files. */
const builtFolder = fileURLToPath(
	new URL(typeof __PAGE__ === 'string' ? __PAGE__ : '../../../dist/page/', import.meta.url),
);

const types: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.json': 'application/json; charset=utf-8',
	'.svg': 'image/svg+xml',
	'.png': 'image/png',
	'.ico': 'image/x-icon',
	'.woff2': 'font/woff2',
	'.txt': 'text/plain; charset=utf-8',
};

/** For a program that was built without the page. */
const fallback = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>bchain</title>
<h1>A bchain hub</h1>
<p>This program was built without its page. What the hub serves is described in <a href="/openapi.json">/openapi.json</a>;
the newest blocks are at <a href="/blocks?from=-20">/blocks?from=-20</a>.</p>
</html>
`;

/** Reads the page into memory, so that nothing outside of it can ever be asked for. */
export function readPage(folder = builtFolder): Page {
	const names = existsSync(folder) ? readdirSync(folder) : [];
	const files = new Map(
		names.filter(name => path.extname(name) in types).map(name => [name, read(folder, name)]),
	);
	const index = files.get('index.html') ?? makeFile(Buffer.from(fallback), '.html');
	files.delete('index.html');
	return {index, files};
}

function read(folder: string, name: string): PageFile {
	return makeFile(readFileSync(path.join(folder, name)), path.extname(name));
}

function makeFile(bytes: Buffer, extension: string): PageFile {
	const type = types[extension]!;
	const packed = gzipSync(bytes, {level: 9});
	const gzip = {bytes: packed, type, etag: makeEtag(packed), gzip: null};
	return {bytes, type, etag: makeEtag(bytes), gzip: packed.length < bytes.length ? gzip : null};
}

/** The ETag of bytes that are always the same. */
export function makeEtag(bytes: Buffer | string): string {
	return `"${createHash('sha256').update(bytes).digest('base64url')}"`;
}
