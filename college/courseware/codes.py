"""Every mistake that the checker knows, by code: what is wrong; what to do."""

from college.errors import N_

_FILES = {
    "file-missing": N_("there is no %(path)s; every course has one"),
    "file-too-large": N_("the file has %(size)d bytes, and %(limit)d are allowed; make it smaller"),
    "too-many-files": N_("the course has more than %(limit)d files; split it into several courses"),
    "folder-missing": N_("this is not a folder; name the folder that holds course.yaml"),
    "file-unreadable": N_("this file cannot be read; check its permissions"),
    "link-outside": N_("this is a symbolic link that leaves the course; put the file itself here"),
    "file-name": N_("this name is not allowed; use Latin letters, digits, dots, hyphens and underscores"),
    "not-utf8": N_("this is not UTF-8 text; save the file as UTF-8"),
    "control-character": N_("a hidden control character (%(name)s) stands here; delete it"),
    "bidi-override": N_("a character that reverses the direction of text (%(name)s) stands here; delete it"),
    "kind-unsupported": N_("%(kind)s are not supported by this version; use another kind of question"),
}

_YAML = {
    "yaml-syntax": N_("the YAML cannot be read (%(problem)s); check indentation, colons and quotes"),
    "yaml-alias": N_("anchors, aliases and tags are not used in courses; write the value out"),
    "yaml-too-big": N_("the YAML is nested too deeply or has too many values; make it simpler"),
    "repeated-key": N_("the key “%(key)s” stands here twice; delete one"),
    "unknown-key": N_("“%(wrong)s” is no key here; known keys are %(known)s"),
    "unknown-key/meant": N_("“%(wrong)s” is no key here; did you mean “%(meant)s”?"),
    "missing-key": N_("the key “%(key)s” is missing; add it"),
    "unknown-value": N_("“%(wrong)s” is not possible here; use one of %(known)s"),
    "unknown-value/meant": N_("“%(wrong)s” is not possible here; did you mean “%(meant)s”?"),
    "bad-value": N_("this value cannot be used (%(problem)s); correct it"),
    "not-text": N_("this must be text; put it in quotes"),
    "not-number": N_("this must be a number; write digits only"),
    "not-yes-or-no": N_("this must be true or false; write one of them"),
    "not-list": N_("this must be a list; write [one, another] or a line with - for each"),
    "not-mapping": N_("this must be keys with values; write key: value"),
    "empty-value": N_("this is empty; fill it in or take the key out"),
    "bad-percentage": N_("“%(wrong)s” is not a percentage that can be reached; write 1%% to 100%%"),
    "bad-duration": N_("“%(wrong)s” is not a duration; write 60 minutes, 24 hours, 7 days or none"),
    "bad-validity": N_("“%(wrong)s” is not a time of validity; write 3 years, 18 months or unlimited"),
    "bad-id": N_("“%(wrong)s” cannot be an id; use a to z, digits and single hyphens, 64 at most"),
    "bad-language": N_("“%(wrong)s” is not a language code; write en, ar, pt or zh-Hant"),
    "bad-hash": N_("“%(wrong)s” is not a digest; write sha256- and the 64 digits of the source file's SHA-256"),
    "front-matter": N_("the front matter has no end; close it with a line of three hyphens"),
    "front-matter/missing": N_("the front matter is missing; start the file with --- and the keys %(keys)s"),
}

_STRUCTURE = {
    "missing-file": N_("there is no file %(wrong)s in this course; correct the path or add the file"),
    "missing-file/meant": N_("there is no file %(wrong)s in this course; did you mean %(meant)s?"),
    "missing-anchor": N_("%(path)s has no {#%(wrong)s}; ids there are %(known)s"),
    "missing-anchor/meant": N_("%(path)s has no {#%(wrong)s}; did you mean {#%(meant)s}?"),
    "target-hidden": N_("%(target)s is not in the outline, so this link leads nowhere; add it there"),
    "reference-link": N_("the target of a link stands apart from its words; write [words](target) in one place"),
    "link-language": N_("the link names a language; link to %(target)s, and each reader gets their own language"),
    "outline-twice": N_("%(path)s stands in the outline twice; delete one"),
    "outline-kind": N_("%(path)s cannot be in an outline; list modules, cases, quizzes and the exam"),
    "no-module": N_("the outline names no module; a course has at least one"),
    "id-missing": N_(
        "there is no id; run “flask courses ids” on the course, or write {#an-id} at the end of the line, of a row at"
        " the end of its first cell"
    ),
    "repeated-id": N_("the id “%(id)s” is taken by %(path)s, line %(line)d; give this one another"),
    "reserved-id": N_(
        "the id “%(id)s” is taken in every module, by its opening page or its sheet to print; choose another"
    ),
    "reserved-id/module": N_(
        "the id “%(id)s” is taken in every course, by the addresses of its cases, media and quizzes; choose another"
    ),
    "bad-attributes": N_('the braces cannot be read; write {#id key=value key="several words"}'),
    "unknown-attribute": N_("“%(wrong)s” cannot stand in these braces; known are %(known)s"),
    "unknown-attribute/meant": N_("“%(wrong)s” cannot stand in these braces; did you mean “%(meant)s”?"),
    "fence-open": N_("the fenced code that starts here has no end; close it with the same marks"),
    "heading-form": N_("this is read as a heading by some and as text by others; start the line with # and a space"),
    "heading-one": N_("a heading with one # stands here; the title is in the front matter, headings start with ##"),
    "heading-underlined": N_("a heading underlined with signs stands here; write ## before the words instead"),
    "empty-heading": N_("the heading has no words; write some"),
    "empty-page": N_("the page has no text; write some or delete the heading"),
    "empty-page/scene": N_("the scene has no text; write what the learner sees, or delete the heading"),
    "module-empty": N_("the module has no page; write some text"),
    "unknown-outcome": N_("“%(wrong)s” is no outcome in course.yaml; known are %(known)s"),
    "unknown-outcome/meant": N_("“%(wrong)s” is no outcome in course.yaml; did you mean “%(meant)s”?"),
    "unknown-alert": N_("“%(wrong)s” is no kind of alert; known are %(known)s"),
    "unknown-alert/meant": N_("“%(wrong)s” is no kind of alert; did you mean “%(meant)s”?"),
    "footnote-missing": N_("the footnote [^%(label)s] is nowhere explained; add a line that starts with [^%(label)s]:"),
    "footnote-place": N_("no footnote is shown here; refer to it in the text above, or in an explanation"),
    "footnote-twice": N_("the footnote [^%(label)s] is explained twice; delete one"),
}

_HANDLING = {
    "handling-readers": N_(
        "“%(wrong)s” does not say who may read this; add audience: [police, customs] or whom you mean, or audience:"
        " everyone where it only says what may be done with the text"
    ),
    "handling-unsaid": N_("only some may read this module, and nothing tells them so; add handling: with the words"),
    "handling-contradicts": N_(
        "“%(wrong)s” is for %(known)s at most; take others out of audience, or write other words"
    ),
    "audience-beyond": N_("the course is for %(known)s alone, so %(wrong)s never come here; take them out"),
    "handling-nobody": N_("the course is for %(known)s, and none of them may read this; correct the one or the other"),
    "handling-all": N_("every module is narrowed, so that some find an empty course; narrow the course's audience"),
    "handling-open": N_("anybody may read the first module, and %(path)s is for some only; write open_module: false"),
    "handling-asked": N_(
        "the question is put to some who may not read %(path)s; ask it in practice of that module alone, or take it out"
    ),
}

_QUESTIONS = {
    "no-shape": N_(
        "the question has no answers; write choices with - [x] and - [ ], typed answers with - =, a numbered list to be"
        " put in order, or a table of pairs"
    ),
    "mixed-answers": N_("choices and typed answers stand in one question; make two questions of it"),
    "no-tick": N_("no choice is ticked; write - [x] before what is right"),
    "all-ticked": N_("every choice is ticked; a question needs something wrong to choose"),
    "one-choice": N_("there is one choice only; add others"),
    "bad-box": N_("the box cannot be read; write [x] for right or [ ] for wrong"),
    "choice-without-box": N_("this choice has no box; write - [ ] or - [x] before it"),
    "empty-choice": N_("the choice has no words; write some or delete the line"),
    "repeated-choice": N_("the choice of line %(line)d says the same; change or delete one"),
    "too-few-items": N_("fewer than three items are to be put in order (%(count)d); add some"),
    "too-few-pairs": N_("fewer than three pairs are to be matched (%(count)d); add some"),
    "too-many-items": N_("%(count)d rows are too many for one question, and %(limit)d are allowed; split it"),
    "empty-item": N_("the item has no words; write some or delete the line"),
    "repeated-item": N_("line %(line)d says the same, so nobody can tell which belongs where; change or delete one"),
    "order-numbers": N_("the numbers do not count up by one; write the items in their right order, counting from 1"),
    "column-unnamed": N_("a column of the table has no name; write one for each in the first row"),
    "row-cells": N_("the row has %(count)d cells, the table %(wanted)d columns; write one cell for each"),
    "empty-cell": N_("the second cell of the row is empty; write what belongs to the first"),
    "partner-picture": N_("a picture cannot be chosen from a list; put it into the first column, and words here"),
    "id-in-second-cell": N_("the id of a pair stands at the end of its first cell; move it there"),
    "typed-empty": N_("no answer stands after the equals sign; write the answer that is right"),
    "typed-mixed": N_("ranges and tolerances go with numbers only; write all answers as numbers, or all as words"),
    "typed-grouped": N_("“%(wrong)s” can be read in two ways; write the number without separators of thousands"),
    "bad-range": N_("the range ends below its start, or the tolerance is negative; write 10..12 or 11 ± 1"),
    "text-after-answers": N_("text stands after the answers; move it above them, or write it as > [!NOTE]"),
    "feedback-outside": N_("feedback belongs to the choice above; indent it by two spaces"),
    "repeated-part": N_("a second alert of this kind stands in the question; write them as one"),
    "bad-points": N_("“%(wrong)s” are not points; write a whole number from 1 to 100"),
    "bad-choose": N_("choose knows only “many”; write choose=many or leave it out"),
    "bad-void": N_("“%(wrong)s” is no way to void a question; write void=full-marks or void=drop"),
    "bad-page-name": N_("“%(wrong)s” is not a page; write module/page, both as ids"),
    "unknown-page": N_("there is no page “%(wrong)s”; pages are named %(known)s"),
    "unknown-page/meant": N_("there is no page “%(wrong)s”; did you mean “%(meant)s”?"),
    "draw-too-large": N_("%(count)d questions are drawn from a pool of %(pool)d; draw fewer or write more"),
    "draw-overlap": N_("question “%(id)s” can be drawn twice in this quiz; keep the draws apart"),
    "draw-shape": N_("a named question is drawn alone; leave out count and outcome"),
    "void-drawn": N_("the question no longer counts; draw another"),
    "answers-in-exam": N_("answers and feedback are shown after practice only; take “%(wrong)s” out"),
    "exam-twice": N_("%(path)s is an exam already; a course has one"),
    "quiz-not-practice": N_("%(path)s is an exam; a module's quiz has kind: practice"),
    "revealed": N_("question “%(id)s” can be drawn by the exam too (%(path)s); practice would reveal its answer"),
    "revealed-in-page": N_("question “%(id)s” can be drawn by the exam (%(path)s); showing it would reveal its answer"),
}

_CASES = {
    "case-empty": N_("the case has no scene; write a heading with ## for each"),
    "case-too-large": N_("the case has %(count)d scenes, and %(limit)d are allowed; make two cases of it"),
    "start-ends": N_("the case is over before anything is decided; let it start at another scene than {#%(id)s}"),
    "too-many-choices": N_("the scene has %(count)d choices, and %(limit)d are allowed; make several scenes of it"),
    "case-tangled": N_("there are more ways through this case than can be compared; take some of the loops out"),
    "unknown-scene": N_("there is no scene {#%(wrong)s}; scenes here are %(known)s"),
    "unknown-scene/meant": N_("there is no scene {#%(wrong)s}; did you mean {#%(meant)s}?"),
    "choice-form": N_("the choice cannot be read; write - [words](#scene) {#id} on one line, and > under it, indented"),
    "text-after-choices": N_("text stands after the choices; move it above them"),
    "scene-linked": N_(
        "only a choice leads to a scene; write it in the list at the end of a scene, or link to the case"
    ),
    "bad-score": N_("“%(wrong)s” is no score; write a whole number from 0 to 100"),
    "bad-end": N_("“%(wrong)s” is no end; write end=pass or end=fail"),
    "end-with-choices": N_("the case ends here, so nothing can be chosen; take the choices out, or end=%(end)s"),
    "dead-end": N_("nothing leads on from this scene; write choices, or {end=pass} or {end=fail} after the heading"),
    "no-way-out": N_("from this scene no end can be reached; let some choice lead out of the loop"),
    "no-passing-end": N_("no scene with {end=pass} can be reached from the start; let some choices lead to one"),
}

_TRANSLATIONS = {
    "orphan": N_("the language “%(language)s” is not among the course's translations; add it to course.yaml"),
    "orphan/file": N_("this translates %(source)s, which does not exist; rename or delete it"),
    "orphan/id": N_("the source has no {#%(id)s}; take it out or correct the id"),
    "id-in-translation": N_("“%(key)s” belongs to the source alone; take it out of the translation"),
    "missing-page": N_("the page {#%(id)s} is missing; translate it here"),
    "missing-page/scene": N_("the scene {#%(id)s} is missing; translate it here"),
    "other-shape": N_("the source asks in another way; write the same kind of answers as the source does"),
    "other-count": N_("the translation has %(count)d choices, the source %(wanted)d; make them the same"),
    "other-count/items": N_("the translation has %(count)d items, the source %(wanted)d; make them the same"),
    "other-count/rows": N_("the translation has %(count)d rows, the source %(wanted)d; make them the same"),
    "other-order": N_("the source has {#%(id)s} in this place; keep its order"),
    "other-tick": N_("the source ticks this choice otherwise; tick exactly what the source ticks"),
    "other-target": N_("the source leads to {#%(id)s} from here; lead to the same scene"),
    "other-number": N_("the source accepts other numbers; write the same, or leave them out"),
}

_MEDIA = {
    "alt-missing": N_("the picture has no words for those who cannot see it; write them between the brackets"),
    "media-type": N_("this type of file is not allowed; use PNG, JPEG, WebP, GIF, MP4, WebM, M4A, MP3, Ogg or VTT"),
    "media-extension": N_("the name says .%(extension)s, the content is %(type)s; rename the file"),
    "captions-missing": N_("the film has no captions in the source language; add %(path)s"),
    "shown-target": N_("%(target)s cannot be shown in a text; link to it without the exclamation mark"),
    "question-linked": N_("a question cannot be linked to; show it here, with an exclamation mark before the bracket"),
    "shown-twice": N_("the question stands on this page already, in line %(line)d; show it once"),
    "question-inline": N_("a question stands within other text; give it a paragraph of its own"),
    "case-inline": N_("a case stands within other text; give it a paragraph of its own, or link to it without the !"),
    "film-place": N_("a film or a recording is shown on the pages of modules; put it there"),
    "film-inline": N_("a film stands within other text; give it a paragraph of its own"),
    "film-part": N_("captions and transcripts are found by their names; show or link the film itself"),
    "recording-without-words": N_("nobody can read what is heard here; add a transcript as %(path)s"),
    "captions-form": N_("the captions do not begin with a line that says WEBVTT; write it"),
    "captions-form/empty": N_("there are no captions in this file; write some or delete it"),
    "captions-form/no-time": N_("the caption has no time; write 00:00:01.000 --> 00:00:04.000 above its words"),
    "captions-form/time": N_("“%(wrong)s” cannot be read as a time; write 00:00:01.000 --> 00:00:04.000"),
    "captions-form/ends": N_("the caption ends before it has begun; correct its times"),
    "captions-form/order": N_("the caption begins before the one above it; put them in order of time"),
    "captions-form/no-words": N_("the caption has no words; write some or delete it"),
    "captions-form/blank": N_("a time stands within a caption; put a blank line before it"),
    "shown-bank": N_("a whole bank cannot be shown; name one question after #"),
}

_ACCESS = {
    "link-empty": N_("the link has no words; write where it leads"),
    "table-header": N_("the table has no header row; name its columns"),
    "raw-html": N_("HTML stands here (%(wrong)s); write it in Markdown, or put it between backticks"),
    "unsafe-link": N_("links that start with %(wrong)s are not allowed; use https:, mailto: or a path in this course"),
}

ERRORS = _FILES | _YAML | _STRUCTURE | _HANDLING | _QUESTIONS | _CASES | _TRANSLATIONS | _MEDIA | _ACCESS

WARNINGS = {
    "stray-file": N_(
        "this file is no part of a course; move it to modules, questions, quizzes, cases or media, or delete it"
    ),
    "not-in-outline": N_("this file is not in the outline, so nobody sees it; add it to course.yaml or delete it"),
    "heading-markup": N_("headings of pages and questions are shown as plain words; take the signs out"),
    "heading-skipped": N_("a level of headings is skipped; use %(wanted)s here"),
    "module-long": N_("the module takes %(minutes)d minutes; split it, 25 are enough at a time"),
    "handling-linked": N_("some who read this may not read %(target)s, and find nothing there; take the link out"),
    "quiz-unused": N_("no module names this quiz; write quiz: %(path)s in a module"),
    "case-unused": N_("nothing leads to this case; add it to the outline, or link to it from a module"),
    "briefing-missing": N_("nothing stands before the first scene; say what the learner knows, is and is to achieve"),
    "scene-unreached": N_("no choice leads to this scene; lead to it or delete it"),
    "one-way": N_("the scene has one choice only; add others"),
    "first-best": N_("the first choice scores best in each scene; learners notice: change the order in some"),
    "consequence-missing": N_("the choice has no consequence; write > what happens under it, indented by two spaces"),
    "footnote-unused": N_("nothing refers to the footnote [^%(label)s]; refer to it or delete it"),
    "pool-small": N_("%(count)d questions are drawn from %(pool)d; write %(wanted)d, so that exams differ"),
    "no-outcome": N_("the question names no outcome; add outcome=… so that results can say what to read again"),
    "few-choices": N_("the question has fewer than three choices; add one"),
    "longest-right": N_("the right choice is by far the longest; learners notice: even them out"),
    "longest-right/bank": N_("in %(count)d of %(total)d questions the longest choice is right; learners notice"),
    "of-the-above": N_("“%(wrong)s” rewards guessing; name the choices, or use check boxes"),
    "negation": N_("the question asks for what is not so (“%(wrong)s”); ask for what is"),
    "feedback-missing": N_(
        "a wrong choice has no feedback; write > why under it, learners practise with this question"
    ),
    "partner-long": N_("what is to be chosen has %(count)d characters; a list on a phone shows about %(limit)d"),
    "feedback-missing/explanation": N_(
        "nothing says why all of this is right; write > why under each item or in a third column of each row, or >"
        " [!NOTE] after the answers, learners practise with this question"
    ),
    "near-duplicate": N_("the question is nearly that of {#%(id)s} in %(path)s; change or delete one"),
    "stale": N_(
        "the source has changed since this was translated; translate the changes, then write source: %(digest)s"
    ),
    "stale/unknown": N_("it is not said which text was translated; write source: %(digest)s"),
    "untranslated": N_("%(count)d files have no %(language)s: %(paths)s; translate them or tell learners"),
    "untranslated/parts": N_("%(count)d of %(total)d entries are not translated: %(ids)s"),
    "unreviewed": N_("nobody is named who reviewed this translation; write reviewed_by, exams need it"),
    "length-ratio": N_("the translation is %(percent)d %% as long as its source; check that it says the same"),
    "picture-large": N_("the picture has %(size)d KB; 50 are enough"),
    "picture-wide": N_("the picture is %(width)d by %(height)d pixels; 1280 are enough"),
    "film-large": N_("the film has %(size)d MB; learners with slow lines need less"),
    "film-large/minute": N_("the film has %(size)s MB a minute; %(limit)s are enough"),
    "transcript-missing": N_("the film has no transcript; add %(path)s"),
    "captions-missing-here": N_("the film has no captions in this language; add %(path)s"),
    "media-unused": N_("nothing shows this file; show it or delete it"),
    "click-here": N_("“%(wrong)s” says nothing to those who hear links only; write where the link leads"),
    "emoji-bullet": N_("a sign stands for a bullet; write - and a space"),
    "personal-data": N_("this looks like personal data (%(wrong)s); use invented data"),
    "external-link": N_("this leads out of the college: %(wrong)s"),
}
