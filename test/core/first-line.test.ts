import {expect, test} from 'vitest';
import {beginsLikeHttp, isForeign, isHttpRequest} from '../../src/core/first-line.ts';
import {bytesOf} from '../support/splits.ts';

test.each<[text: string, is: boolean]>([
	['', false],
	['72\n', false],
	['72\r\n\0', false],
	['\t72', false],
	['\x1b[A72', false],
	['é💓', false],
	['GET / HTTP/1.1\r\n', false],
	['\x16\x03\x01\x02\0', true],
	['72\0\n', true],
	['\x03', true],
	['\x7f', true],
])('the first line of %j speaks something else: %s', (text, is) => {
	expect(isForeign(bytesOf(text))).toBe(is);
});

test.each<[line: string, is: boolean]>([
	['GET / HTTP/1.1', true],
	['OPTIONS * HTTP/1.0', true],
	['CONNECT a:9000 HTTP/2', true],
	['GET /', false],
	['GET  HTTP/1.1', false],
	['get / HTTP/1.1', false],
	[' GET / HTTP/1.1', false],
	['72', false],
	['/help HTTP/1.1', false],
])('%j is an HTTP request: %s', (line, is) => {
	expect(isHttpRequest(line)).toBe(is);
});

test('a line that was cut off may still begin like one', () => {
	expect(['GET /very/long', 'POST h', 'GET', '/add x', 'abc d', '72 73'].map(beginsLikeHttp)).toEqual([
		true,
		true,
		false,
		false,
		false,
		false,
	]);
});
