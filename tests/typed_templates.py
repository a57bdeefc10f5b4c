"""The source's template filled in by hand, as people do it: each function is one habit, and returns the file."""

# ruff: noqa: E501  a row of a table in one line

from __future__ import annotations

from io import BytesIO
from itertools import zip_longest

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

__all__ = ["below_labels", "in_the_labels_cells", "saved", "to_the_left", "with_bands", "with_blank_lines", "words_in"]

HEADS = (
    "Objectives\n“What are the problems you are trying to solve?”",
    "Actions, including CPD\n“What would solve the problem?”",
    "Responsible\n“Who is responsible for each action?”",
    "Time\n“When do you aim to have this completed by?”",
    "Outcomes\n“What would success look like?”",
    "Progress",
)


def saved(document):
    """Return a document as a file."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def words_in(file):
    """Return every word that a reader of a document sees; not those that are marked as deleted."""
    root = Document(BytesIO(file))
    elements = [root.element.body, *(part._element for one in root.sections for part in (one.header, one.footer))]
    words = set()
    for element in elements:
        for paragraph in element.iter(qn("w:p")):
            signs = {qn("w:tab"): " ", qn("w:br"): " "}
            text = "".join(one.text or signs.get(one.tag, "") for one in paragraph.iter(qn("w:t"), *signs))
            words |= set(text.replace("\u00ad", "").split())
    return words


def fill(cell, *lines):
    """Write paragraphs into a cell: a text, or a pair of the name of a style and a text."""
    for number, line in enumerate(lines):
        style, text = line if isinstance(line, tuple) else (None, line)
        paragraph = cell.add_paragraph() if number or cell.text else cell.paragraphs[0]
        paragraph.add_run(text)
        if style:
            paragraph.style = style


def table_of(document, rows):
    """Add a table; each cell is a text or a list of paragraphs."""
    table = document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip_longest(row.cells, texts):
            fill(cell, *([text] if isinstance(text, str) else text or []))
    return table


def in_the_labels_cells():
    """One who types after each label, uses the template's bullets, and has several audiences in one objective's row."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Tallowfield School"
    document.add_paragraph("Vision", style="Heading 1")
    table = table_of(
        document,
        [
            ["SLT Comments: Careers is everybody’s job.", "Link Governor Comments:", "Enterprise Adviser Comments"],
            [
                ["Parent Voice Comments:", "“We want to know what is on, and when.”", "Fewer emails, please."],
                "Student Voice Comments: More trips!",
                "Staff Voice Comments:",
            ],
            ["Schools Vision Statement: Every child known.", "", ""],
            ["Vision for Careers Provision Ideas:", "", ""],
            [["ambition", "kindness", "work\u00adplaces"], "", ""],
            ["Vision for Careers Provision Statement: Ready for a changing world", "", ""],
        ],
    )
    for row in table.rows[2:]:
        row.cells[0].merge(row.cells[2])
    document.add_paragraph("Current State", style="Heading 1")
    table_of(
        document,
        [
            ["Compass - Current Compass Score:", "GB1 64%, GB2 100%, GB3 36, GB4: 75 %, GB5 – 100%, GB6 50%, GB7 60% and GB8 100%"],
            ["Compass - Priority Benchmarks:", ["BM4", "7. Encounters with further and higher education"]],
            ["Destination Data:", "96% sustained (2023 leavers)"],
            ["LMI - Local and Regional Context:", [("List Bullet", "Health"), ("List Bullet", "Construction"), ("List Bullet 2", "ring road")]],
            ["Vulnerable Cohorts/Gaps in outcomes", "SEND; FSM"],
        ],
    )  # fmt: skip
    document.add_paragraph("SWOT Analysis", style="Heading 1")
    table = table_of(
        document,
        [
            [
                ["STRENGTHS", ("List Bullet", "Level 6 Careers Leader"), ("List Bullet", "Engaged EA"), ("List Bullet 2", "links to CL")],
                ["WEAKNESSES", ("List Bullet", "BM7 not progressive")],
            ],
            [["OPPORTUNITIES", "Staff CPD planned"], ["THREATS", "• Buses", "• Staff turnover"]],
            [["Key priority/action areas from SWOT:", "- Engage with EA", "- Review BM7", "- More CPD"], ""],
        ],
    )  # fmt: skip
    table.rows[2].cells[0].merge(table.rows[2].cells[1])
    document.add_paragraph("Action plan", style="Heading 1")
    table_of(
        document,
        [
            ["School Name: Tallowfield School", "Date Strategic Careers Plan Created: Sept 2019", "Date approved by SLT:",
             "Date approved by Governors: 3 Oct 2019", "Proposed Review Date: July 2020", ""],
            ["Career Leader Name: JS", "", "", "", "", ""],
            ["Strategic Careers Plan - Academic Year: 2019/20", "", "", "", "", ""],
            [*HEADS],
            ["“Stakeholders ‘know and understand’ careers provision”",
             ["Students:", ("List Bullet", "Assembly slot every half term"), ("List Bullet", "Learner Journey in each tutor base"), ("List Bullet", "Focus group")],
             ["CL/Assembly Lead", "CL/Graphics Lead", "CL"], ["Aut 1", "Sept 2019", "Sept 19 & July 2020"],
             ["Students know the termly focus", "Students see it ‘at a glance’"], ""],
            ["", ["Staff:", ("List Bullet", "Slot at staff briefings"), ("List Bullet", "Careers Champions")],
             ["CL", "CL/Middle Leaders"], ["Sept 2019", "Ongoing"], ["Staff know the focus", "Champions are visible"], "In progress"],
            ["", ["Parents:", ("List Bullet", "Update the website"), ("List Bullet", "Options booklet"), ("List Bullet", "Evenings")],
             ["CL/Website Lead", "CL/Options Lead", "CL"], ["Sept 2019 (and regular updates)", "Dec 2019"], "Parents feel informed", ""],
        ],
    )  # fmt: skip
    return saved(document)


def to_the_left():
    """One who has one big table with labels to the left, dashes, line breaks, initials, tracked changes, and no SWOT grid."""
    document = Document()
    document.add_paragraph("STRATEGIC CAREERS PLAN - ACADEMIC YEAR: 2025/26")
    table = table_of(
        document,
        [
            ["College name", "Quillbridge College"],
            ["Careers Leader", "Rosalind Achterberg (RA)"],
            ["SLT comments", "We back it.\nFunding is tight."],
            ["Student voice", ["- more guest speakers", "- help with CVs", "  o and covering letters"]],
            ["College’s vision statement", "Learning for life"],
            ["Vision for careers provision statement", "Every learner leaves with a next step"],
            [
                "Compass score",
                ["1. A stable careers programme 100%", "2. Learning from career and labour market information 70%"],
            ],
            ["Our hub", "Northmoor Careers Hub, lead: PT"],
            ["Destinations data", "88% in education or work"],
            ["Strengths", ["RA has protected time", "Strong employer forum"]],
            ["Weakneses", "Few encounters for part-time learners"],
            ["Opportunities", ["New T Levels", "Hub funding"]],
            ["Threats", "Bus cuts"],
            ["Key priorities from SWOT", ["1. Part-time learners", "2. T Levels"]],
        ],
    )
    paragraph = table.rows[2].cells[1].paragraphs[0]
    for kind, inner in (("ins", "t"), ("del", "delText")):
        word = "Agreed in May." if kind == "ins" else "Rejected!"
        xml = f'<w:{kind} {nsdecls("w")} w:id="1" w:author="a"><w:r><w:{inner} xml:space="preserve"> {word}</w:{inner}></w:r></w:{kind}>'
        paragraph._p.append(parse_xml(xml))
    document.add_paragraph("Objective 1", style="Heading 2")
    document.add_paragraph("All part-time learners meet two employers by July 2026")
    document.add_paragraph("What does success look like? 100% in the tracker")
    document.add_paragraph("Objective 2: T Level placements for all")
    table = table_of(
        document,
        [
            ["Objective", "Action", "Who", "By when", "Success criteria", "RAG", "Risk"],
            ["1", "Evening employer forum", "RA", "Aut 1", "60 learners attend", "Green", "Snow"],
            ["", "Recorded talks on Moodle", "RA, PT", "Spring 2", "200 views", "", ""],
            ["Objective 2", "List of placements", "PT", "Oct 16", "One for each learner", "Not started", ""],
            ["Objective 2", "Letters to firms", "", "", "40 replies", "", ""],
            [
                "3. Governors understand careers",
                "Termly paper",
                "Principal",
                "termly",
                "Minutes show questions",
                "",
                "",
            ],
        ],
    )
    below, above = table.rows[4].cells, table.rows[3].cells
    above[2].merge(below[2])
    above[3].merge(below[3])
    return saved(document)


def below_labels():
    """One who writes below the labels, splits rows, merges the objectives' column, and puts links, fields and notes beside."""
    document = Document()
    table_of(
        document,
        [
            ["School’s Name", "Careers Leader’s Name", "Academic year", "Date approved by SLT", "Proposed review date"],
            ["Ashgrove Academy", "Dr. N. Okafor", "2026-27", "14/09/2026", "Summer 2"],
        ],
    )
    document.add_paragraph("This plan was written with the whole team.")
    table_of(
        document,
        [
            ["SLT", "Link Governor", "EA"],
            ["Yes", "Keep it short", "Happy to help on Tuesdays"],
            ["Parents", "Pupils", "Staff"],
            ["", "“More about apprenticeships”", ["CPD needed", "in maths"]],
        ],
    )
    document.add_paragraph("Vision for Careers Provision Statement", style="Heading 2")
    document.add_paragraph("No door closed.")
    document.add_paragraph("Every pupil, every year.")
    table_of(
        document,
        [
            ["STRENGTHS", "WEAKNESSES"],
            [["Hub school", "Alumni"], "Tracking"],
            ["OPPORTUNITIES", "THREATS"],
            ["UTC opens", ""],
        ],
    )
    table = table_of(
        document,
        [
            ["OBJECTIVES", "ACTIONS", "OWNER", "DEADLINE", "OUTCOMES", "PROGRESS"],
            ["Raise apprenticeship take-up", ["Provider fair", "Parents’ evening stand"], "NO", ["Oct 26", "Nov 26"], "More applications", ""],
            ["", "Alumni talks", "NO / HoY", "Feb", "", ""],
            ["Link careers to maths", "Department plan", "", "Aut1", "", ""],
            ["", "", "Head of Maths", "", "", ""],
        ],
    )  # fmt: skip
    table.rows[1].cells[0].merge(table.rows[2].cells[0])
    table.rows[3].cells[0].merge(table.rows[4].cells[0])
    table.rows[3].cells[1].merge(table.rows[4].cells[1])
    paragraph = table.rows[2].cells[4].paragraphs[0]
    key = document.part.relate_to("https://ashgrove.example/talks", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True)  # fmt: skip
    paragraph._p.append(
        parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}"><w:r><w:t>Booked talks</w:t></w:r></w:hyperlink>')
    )
    box = OxmlElement("w:txbxContent")
    box.append(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>Draft for governors</w:t></w:r></w:p>"))
    picture = OxmlElement("w:pict")
    picture.append(box)
    document.add_paragraph().add_run()._r.append(picture)
    return saved(document)


def with_bands():
    """One who numbers everything, has a band for each objective in the action plan, and repeats its head."""
    document = Document()
    document.add_paragraph("Strategic Careers Plan 2025-2026", style="Title")
    document.add_paragraph("School: Hollin Bank High")
    document.add_paragraph("Careers leader: Mrs P. Rowe")
    document.add_paragraph("Vision", style="Heading 1")
    table_of(
        document,
        [
            [
                "SLT Comments:\nWe see the value",
                "Link Governor Comments:\nTwice-yearly report",
                "Enterprise Adviser Comments:\nHappy to mentor",
            ],
            [
                "Parent Voice Comments:\nMore on degree apprenticeships",
                "Student Voice Comments:\nReal jobs please",
                "Staff Voice Comments:\nNeed time",
            ],
            ["Schools Vision Statement:\nAspire. Achieve.", "", ""],
            ["Vision for Careers Provision Ideas:\n• bold\n• local", "", ""],
            ["Vision for Careers Provision Statement:\nA future for every child", "", ""],
        ],
    )
    document.add_paragraph("SWOT", style="Heading 1")
    table_of(
        document,
        [
            ["Strengths:\n1. Compass+ in use\n2. Keen governors", "Weaknesses:\n1. No alumni data"],
            ["Opportunities:\n1. New UTC", "Threats:\n1. Budget\n2. Staff leaving"],
            ["Key priority/action areas from SWOT:\n1. Alumni\n2. Budget bid", ""],
        ],
    )
    document.add_paragraph("Key strategic objectives", style="Heading 1")
    document.add_paragraph("Objective 1: By July 2026 every Year 10 has a placement", style="List Number")
    document.add_paragraph("Objective 2: Alumni network of 100", style="List Number")
    document.add_paragraph("Action plan", style="Heading 1")
    t = table_of(
        document,
        [
            ["Actions", "Who", "When", "Impact", "RAG"],
            ["Objective 1: By July 2026 every Year 10 has a placement", "", "", "", ""],
            ["1.1 Letter home", "PR", "Sept 25", "90% reply", "Green"],
            ["1.2 Employer breakfast", "PR & EA", "Oct half term", "20 pledges", "Amber – two more needed"],
            ["Objective 2: Alumni network of 100", "", "", "", ""],
            ["2.1 LinkedIn group", "Admin", "Spr 1", "100 members", ""],
            ["Actions", "Who", "When", "Impact", "RAG"],
            ["2.2 Alumni assembly", "HoY 11", "Sum 2", "8 speakers", ""],
        ],
    )
    for r in (1, 4):
        t.rows[r].cells[0].merge(t.rows[r].cells[4])
    document.add_paragraph("Written by P. Rowe, agreed at SLT 12/9/25")
    return saved(document)


def with_blank_lines():
    """One who answers the guiding questions, has a table of scores in a cell, and lines owners up with blank lines."""
    document = Document()
    table_of(
        document,
        [
            ["School Name:", "Penhallow Academy", "Career Leader Name:", "T. Lisle"],
            ["Academic Year:", "2026/27", "Proposed Review Date:", "Sum 2 2027"],
        ],
    )
    document.add_paragraph()
    t = table_of(
        document,
        [
            ["Compass – Current Compass Score", ""],
            ["Compass – Priority Benchmarks", "GB 3, 5 and 8 – because of Ofsted"],
            ["Destination Data", "92% EET"],
            ["", ["NEET 3%", "Unknown 5%"]],
            ["LMI – Local and Regional Context", "Ports; care"],
            ["Vulnerable cohorts / gaps in outcomes:", "Young carers"],
        ],
    )
    n = t.rows[0].cells[1].add_table(3, 2)
    for r, (a, b) in zip(n.rows, [("GB1", "88%"), ("GB2", "60%"), ("GB8", "100%")], strict=False):
        r.cells[0].text = a
        r.cells[1].text = b
    document.add_paragraph("Objective 1", style="Heading 2")
    table_of(
        document,
        [
            ["Objective", "Every pupil meets 4 employers"],
            ["What are the specific issues you are trying to solve?", "Pupils in Y8 meet none"],
            ["What would solve the problem?", "A calendar"],
            ["What does success look like?", "4 each"],
        ],
    )
    document.add_paragraph("Objective 2", style="Heading 2")
    table_of(
        document,
        [
            ["Objective", "Governors back the plan"],
            ["What are the specific issues the school is trying to solve?", "Low profile"],
            ["Who else is responsible?", "Chair"],
        ],
    )
    table_of(
        document,
        [
            list(HEADS),
            [
                "1. Every pupil meets 4 employers",
                ["Book speakers", "", "Tell tutors", "", "Log it in Compass+"],
                ["TL", "", "HoY", "", ""],
                ["Aut 1", "", "", "", "Termly"],
                "",
                "",
            ],
            [
                "2. Governors back the plan",
                ["Governors:", "Report each term"],
                "TL",
                ["Nov", "Mar", "July"],
                "Minuted",
                "In progress",
            ],
            [
                "3. Something new",
                ["Staff: INSET", "Parents: newsletter"],
                ["AB", "CD"],
                ["Jan", "Feb"],
                ["Staff know", "Parents know"],
                "",
            ],
        ],
    )
    return saved(document)
