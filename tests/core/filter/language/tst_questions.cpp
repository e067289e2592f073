#include "core/filter/language/questions.h"

#include "core/filter/rowcontent.h"
#include "tests/core/capture/deflating.h"
#include "tests/core/filter/passing.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::filter;
using namespace framescope::test;
using Type = FilterToken::Type;

class TestQuestions : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<Recording> m_recording;

    QList<int> rows(const RowTest &test, std::uint64_t *undecided = nullptr) const
    {
        return passing(*m_recording->capture, test, undecided);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_recording = std::make_unique<Recording>(m_dir.filePath(u"questions.pcapng"_qs));
        Recording &r = *m_recording;
        const ConnectionId id = deflating(r);                                                   // 1, 2
        r.in(id, rawFrame(0xC1, compressed(QByteArray(4000, 'z'))));                            // 3
        r.in(id, frame(ws::Opcode::Text, "half ", false, false));                               // 4
        r.in(id, frame(ws::Opcode::Continuation, "whole", false));                              // 5
        r.out(id, frame(ws::Opcode::Binary, QByteArray::fromHex("00ff7f"), true));              // 6
        r.in(id, frame(ws::Opcode::Binary, QByteArray(int(RowContent::most) + 1, 'x'), false)); // 7
        r.in(id, frame(ws::Opcode::Close, QByteArray::fromHex("03"), false));                   // 8: half a code
        QCOMPARE(int(r.capture->rowCount()), 8);
    }

    void numbers()
    {
        QCOMPARE(rows(numberQuestion(FieldId::MessageLength, 10, 10)), QList<int>({5})); // known with the last frame
        QCOMPARE(rows(numberQuestion(FieldId::MessageLength, 4000, 4000)), QList<int>({3}));
        QCOMPARE(rows(numberQuestion(FieldId::CloseCode, 0, 0xFFFF)), QList<int>());
        QCOMPARE(rows(ratioQuestion(FieldId::MessageRatio, Type::Greater, 100)), QList<int>({3}));
        QCOMPARE(rows(ratioQuestion(FieldId::MessageRatio, Type::Less, 100)), QList<int>());
    }

    void numbersThatNobodyKnows()
    {
        Recording r(m_dir.filePath(u"unknown.pcapng"_qs));
        const ConnectionId id = deflating(r);
        const QByteArray message = compressed(QByteArray(4000, 'z'));
        r.in(id, rawFrame(0xC1, message));                                  // 3
        r.in(id, rawFrame(0xC1, message.left(8) + "\xFF\xFF\xFF\xFF\xFF")); // 4: corrupt
        r.in(id, rawFrame(0xC1, message));                                  // 5: its context is lost
        r.in(id, QByteArray::fromHex("827f0004000000000000") + "abc");      // 6, when it ends: incomplete
        r.capture->endStream(id, Direction::In, r.tick());
        const auto state = [&](std::uint64_t row) {
            return capture::CaptureReader(*r.capture).inflated(RowIndex(row - 1)).state;
        };
        QCOMPARE(state(4), capture::Inflated::State::Corrupt);
        QCOMPARE(state(5), capture::Inflated::State::Unknown);
        QVERIFY(r.capture->row(RowIndex(5)).incomplete());
        QCOMPARE(passing(*r.capture, numberQuestion(FieldId::MessageLength, 0, ~std::uint64_t(0))), QList<int>({3}));
        QCOMPARE(passing(*r.capture, ratioQuestion(FieldId::MessageRatio, Type::GreaterEqual, 0)), QList<int>({3}));
    }

    void octets()
    {
        const QByteArray octets = QByteArray::fromHex("00ff7f");
        QCOMPARE(rows(octetQuestion(FieldId::Payload, {}, Type::Equal, octets)), QList<int>({6}));
        QCOMPARE(rows(octetQuestion(FieldId::Payload, OctetSlice{1, 2}, Type::Equal, octets.mid(1))), QList<int>({6}));
        QCOMPARE(rows(octetQuestion(FieldId::Payload, OctetSlice{3999, 1}, Type::Equal, "z")), QList<int>({3}));
        QCOMPARE(rows(octetQuestion(FieldId::Payload, OctetSlice{3999, 2}, Type::End, {})), QList<int>({7}));
        QCOMPARE(rows(octetQuestion(FieldId::Key, OctetSlice{0, 1}, Type::Equal, "7")), QList<int>({6}));
        // Of the whole message on its last frame.
        QCOMPARE(rows(octetQuestion(FieldId::Payload, OctetSlice{0, 7}, Type::Equal, "half wh")), QList<int>({5}));
        QCOMPARE(rows(octetQuestion(FieldId::Payload, OctetSlice{4, 2}, Type::Equal, " w")), QList<int>({5}));
        QCOMPARE(rows(octetQuestion(FieldId::Payload, OctetSlice{0, 2}, Type::Equal, "ha")), QList<int>({4, 5}));
        QCOMPARE(rows(octetQuestion(FieldId::Payload, OctetSlice{0, 2}, Type::Equal, "wh")), QList<int>({5}));
        // Less by the first octet that differs, and a beginning before the whole.
        QCOMPARE(rows(octetQuestion(FieldId::Payload, {}, Type::Less, QByteArray::fromHex("00ff7f00"))),
                 QList<int>({6}));
    }

    void whatIsTooLongIsUndecided()
    {
        std::uint64_t undecided = 0;
        QCOMPARE(rows(textQuestion(FieldId::Text, Type::Contains, "@@"), &undecided), QList<int>());
        QCOMPARE(undecided, 1u);
        QCOMPARE(rows(textQuestion(FieldId::Text, Type::Contains, "xx"), &undecided), QList<int>({7}));
        QCOMPARE(undecided, 0u);
        QCOMPARE(rows(octetQuestion(FieldId::Payload, OctetSlice{0, {}}, Type::Contains, "@@"), &undecided),
                 QList<int>());
        QCOMPARE(undecided, 1u);
        // Whether it is equal its size alone decides.
        QCOMPARE(rows(textQuestion(FieldId::Text, Type::Equal, "whole"), &undecided), QList<int>({5}));
        QCOMPARE(undecided, 0u);
        QVERIFY(rows(textQuestion(FieldId::Text, Type::NotEqual, "whole"), &undecided).contains(7));
        QCOMPARE(undecided, 0u);
    }

    void texts()
    {
        QCOMPARE(rows(textQuestion(FieldId::Text, Type::Equal, "whole")), QList<int>({5}));
        QCOMPARE(rows(textQuestion(FieldId::CloseReason, Type::End, {})), QList<int>());
        QCOMPARE(rows(textQuestion(FieldId::Finding, Type::End, {})), QList<int>({8}));
        QCOMPARE(rows(textQuestion(FieldId::Finding, Type::NotEqual, "none.such")), QList<int>({8}));
    }

    void expressions()
    {
        const Field *text = findField(u"text");
        const Field *payload = findField(u"payload");
        const auto matching = [&](const Field *field, const char *pattern) {
            const auto test = matchQuestion({field, QString::fromLatin1(field->name), {}}, QString::fromUtf8(pattern));
            return test ? rows(*test) : QList<int>{-1};
        };
        QCOMPARE(matching(text, "^WHOLE$"), QList<int>({5}));
        QCOMPARE(matching(payload, R"(^\x00\xff)"), QList<int>({6}));
        QCOMPARE(matching(text, "("), QList<int>({-1}));
    }
};

QTEST_GUILESS_MAIN(TestQuestions)
#include "tst_questions.moc"
