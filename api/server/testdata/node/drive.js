// Drives a server with every call that Veryfi's own Node library has for
// receipts. It needs the environment that the Go test beside it sets, ends
// with status 0 when all went as the service documents, and else says what did not.
'use strict';

const assert = require('node:assert/strict');
const { createHmac } = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const Client = require('@veryfi/veryfi-sdk');

const { SERVER_URL, CLIENT_ID, CLIENT_SECRET, USERNAME, API_KEY, RECEIPTS } = process.env;
const client = new Client(CLIENT_ID, CLIENT_SECRET, USERNAME, API_KEY, SERVER_URL + '/', 20);
const receipt = (name) => path.join(RECEIPTS, name);
const base64 = (name) => fs.readFileSync(receipt(name)).toString('base64');

// listen collects the webhooks that come to an address of this computer.
function listen() {
    const events = [];
    let wake = () => {};
    const server = http.createServer((request, response) => {
        let body = '';
        request.on('data', (chunk) => { body += chunk; });
        request.on('end', () => {
            events.push({ ...JSON.parse(body), signature: request.headers['x-veryfi-signature'] });
            response.end();
            wake();
        });
    });
    return new Promise((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve({
            url: `http://127.0.0.1:${server.address().port}/hook`,
            next: async (match) => {
                for (;;) {
                    const i = events.findIndex(match);
                    if (i >= 0) return events.splice(i, 1)[0];
                    await new Promise((again) => { wake = again; });
                }
            },
            close: () => { server.closeAllConnections(); server.close(); },
        }));
    });
}

// signature is made here a second way, for data whose values are numbers and
// plain texts: Python's str() of the dict.
function signature(data) {
    const text = (v) => Array.isArray(v) ? `[${v.join(', ')}]` : typeof v === 'number' ? String(v) : `'${v}'`;
    const dict = '{' + Object.entries(data).map(([k, v]) => `'${k}': ${text(v)}`).join(', ') + '}';
    return createHmac('sha256', CLIENT_SECRET).update(dict).digest('base64');
}

const refused = (promise, status, text) => assert.rejects(promise, (e) => {
    assert.match(e.message, new RegExp(`^Error: ${status} .*${text}`));
    return true;
});

async function webhooks(hook) {
    await client.add_webhook(hook.url);
    const subscription = await hook.next((e) => e.event === 'subscription');
    assert.equal(subscription.signature, signature(subscription.data));
    await refused(client.confirm_webhook(hook.url, 'guess'), 400, 'Malformed');
    await client.confirm_webhook(hook.url, subscription.data.secret);
    const { webhooks } = await client.get_webhooks();
    assert.deepEqual(webhooks.map((w) => [w.url, w.status]), [[hook.url, 'confirmed']]);
    await refused(client.add_webhook('http://example.com/'), 400, 'https');
}

async function submissions(hook) {
    const photo = await client.process_document(receipt('photo.jpg'), ['Travel', 'Meals & Entertainment'], false,
        { external_id: 'node-1', tags: ['march', 'trip'], bounding_boxes: false, confidence_details: false });
    assert.equal(photo.status, 'processed');
    assert.equal(photo.total, 13.5);
    assert.equal(photo.vendor.name, 'Blue Door Café');
    assert.equal(photo.external_id, 'node-1');
    assert.deepEqual(photo.tags.map((t) => t.name), ['march', 'trip']);

    const zip = await client.process_document(receipt('bundle.zip'));
    assert.equal(zip.meta.source_documents.length, 3);

    const stream = await client.process_document_from_stream(fs.createReadStream(receipt('photo.jpg')), 'wrong-name.txt');
    assert.equal(stream.is_duplicate, true);
    assert.equal(stream.duplicate_of, photo.id);

    const text = await client.process_document_from_base64(base64('photo.jpg'), 'photo.jpg', null, false, { confidence_details: true });
    assert.deepEqual(text.total, { value: 13.5, score: 0.98 });

    const async = await client.process_document_from_base64(base64('bundle.zip'), 'photo.jpg', null, false, { async: true, external_id: 'node-async' });
    assert.deepEqual(Object.keys(async), ['id']);
    const news = await hook.next((e) => e.data.id === async.id);
    assert.equal(news.event, 'document.created');
    assert.equal(news.signature, signature(news.data));
    assert.equal((await client.get_document(async.id)).status, 'processed');

    const multipart = await client.process_document(receipt('bundle.zip'), null, false, { async: true });
    await hook.next((e) => e.data.id === multipart.id);

    await refused(client.process_document_from_url('https://example.com/a.jpg'), 400, "Couldn't download");
    await refused(client.process_documents_bulk(['https://example.com/a.jpg']), 400, "Couldn't download");
    await refused(client.process_document(receipt('notes.bin')), 400, 'not supported');
    return photo.id;
}

async function reading(id) {
    const one = await client.get_document(id);
    assert.equal(one.id, id);
    const detailed = await client.get_document(id, { bounding_boxes: true, confidence_details: true });
    assert.deepEqual(detailed.total.bounding_box, [0, 0.1, 0.7, 0.5, 0.72]);

    const page = await client.get_documents(1, 2);
    assert.equal(page.documents.length, 2);
    assert.deepEqual(page.meta, { documents_per_page: 2, page_number: 1, total_pages: 3, total_results: 6 });
    const found = await client.get_documents(1, 50, false, false, { external_id: 'node-async', created__gt: '2020-01-01 00:00:00' });
    assert.equal(found.documents.length, 1);

    await refused(client.get_document(1), 404, 'Document Not Found');
    assert.ok((await client.get_open_api_schema()).paths['/documents/{id}/']);
    assert.ok((await client.get_ocr_counts()).documents >= 6);
}

async function changes(id) {
    const updated = await client.update_document(id, { total: 14.25, vendor: { name: 'Blue Door Ltd' }, notes: "it's fine" });
    assert.equal(updated.total, 14.25);
    assert.equal(updated.vendor.name, 'Blue Door Ltd');
    assert.equal(updated.notes, "it's fine");
    await refused(client.update_document(id, { total: 'lots' }), 400, 'Malformed');
}

async function tags(id) {
    const tag = await client.add_tag(id, 'desk');
    assert.equal(tag.name, 'desk');
    assert.equal((await client.add_tags(id, ['a', 'b'])).tags.length, 2);
    assert.equal((await client.get_document_tags(id)).tags.length, 5);
    await client.delete_tag(id, tag.id);
    assert.equal((await client.get_document_tags(id)).tags.length, 4);
    assert.deepEqual((await client.replace_tags(id, ['x'])).tags.map((t) => t.name), ['x']);
    assert.deepEqual((await client.delete_tags(id)).data, {});
    assert.deepEqual((await client.get_document_tags(id)).tags, []);
}

async function lineItems(id) {
    assert.equal((await client.get_document_line_items(id)).line_items.length, 2);
    const item = await client.create_line_item(id, { order: 2, description: 'Tea', total: 2.1 });
    assert.equal((await client.update_line_item(id, item.id, { total: 2.2 })).total, 2.2);
    assert.equal((await client.get_line_item(id, item.id)).description, 'Tea');
    assert.equal((await client.delete_line_item(id, item.id)).data.message, 'Line item has been deleted');
    await refused(client.get_line_item(id, item.id), 404, 'Not found');
    assert.equal((await client.delete_document_line_items(id)).data.message, 'Line items have been deleted');
    assert.deepEqual((await client.get_document_line_items(id)).line_items, []);
}

async function taxLines(id) {
    assert.equal((await client.get_tax_lines(id)).tax_lines.length, 1);
    const line = await client.create_tax_line(id, { order: 1, name: 'City', rate: 1.25, total: 0.1 });
    assert.equal((await client.update_tax_line(id, line.id, { total: 0.2 })).total, 0.2);
    assert.equal((await client.get_tax_line(id, line.id)).rate, 1.25);
    assert.equal((await client.delete_tax_line(id, line.id)).status, 200);
}

async function splitting(hook) {
    const file = await client.split_document(receipt('bundle.zip'), { external_id: 'node-set' });
    const news = await hook.next((e) => Array.isArray(e.data.id));
    assert.equal(news.signature, signature(news.data));
    const done = await client.get_split_document(file.id);
    assert.equal(done.status, 'processed');
    assert.deepEqual(done.documents_id, news.data.id);
    assert.equal(done.documents_id.length, 3);

    const text = await client.split_document_from_base64(base64('bundle.zip'), 'bundle.zip');
    const stream = await client.split_document_from_stream(fs.createReadStream(receipt('bundle.zip')), 'bundle.zip');
    for (let i = 0; i < 2; i++) await hook.next((e) => Array.isArray(e.data.id));
    const list = await client.get_split_documents();
    assert.equal(list.count, 3);
    assert.deepEqual(list.results.map((r) => r.id), [stream.id, text.id, file.id]);
    await refused(client.split_document_from_url('https://example.com/a.pdf'), 400, "Couldn't download");
}

async function deleting(id) {
    const { status, data } = await client.delete_document(id);
    assert.equal(status, 200);
    assert.deepEqual(data, { status: 'ok', message: 'Document has been deleted' });
    await refused(client.delete_document(id), 404, 'Document Not Found');
}

async function strangers() {
    const stranger = new Client(CLIENT_ID, CLIENT_SECRET, USERNAME, 'wrong', SERVER_URL + '/', 20);
    await refused(stranger.get_documents(), 401, 'Not Authorized');
}

async function main() {
    const hook = await listen();
    await webhooks(hook);
    const id = await submissions(hook);
    await reading(id);
    await changes(id);
    await tags(id);
    await lineItems(id);
    await taxLines(id);
    await splitting(hook);
    await deleting(id);
    await strangers();
    hook.close();
    console.log('every call answered as documented');
}

main().catch((e) => {
    console.error(e);
    process.exit(1);
});
