import hashlib, hmac
for n in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s"):
    h = hashlib.new(n, b"hello")
    print(n, h.hexdigest()[:40], h.digest_size, h.block_size, h.name)
h = hashlib.sha256()
h.update(b"a"); h2 = h.copy(); h.update(b"b")
print(h.hexdigest() == hashlib.sha256(b"ab").hexdigest(), h2.hexdigest() == hashlib.sha256(b"a").hexdigest(), hashlib.shake_128(b"x").hexdigest(8), hashlib.blake2b(b"x", digest_size=8, key=b"k").hexdigest())
print(hmac.new(b"key", b"msg", "sha256").hexdigest(), hmac.compare_digest("a", "a"), hashlib.pbkdf2_hmac("sha256", b"p", b"s", 10).hex()[:20])
for f in (lambda: hashlib.new("nope"), lambda: hashlib.md5("str")):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, str(e)[:40])
