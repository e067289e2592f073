#include "core/filter/language/boundedexpression.h"

#include <QTest>

using namespace framescope;
using filter::BoundedExpression;

class TestBoundedExpression : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// What fits into the bounds is what the expression alone would find, wherever it begins to look.
    void findsTheSame_data()
    {
        QTest::addColumn<QString>("pattern");
        for (const char *pattern : {"b",          "a.*c",
                                    "a.*?c",      "(\\w)\\1",
                                    "^a",         "c$",
                                    "x|(?:b|c)+", "(?-i)B",
                                    "(?<=a)b",    "\\bab\\b",
                                    "a(?!b)",     "(a)(?<n>b)\\k<n>?",
                                    "\\Qa.",      "(?x) a b # two",
                                    "a(?R)?c",    "(*SKIP)b",
                                    "\\Gb",       "",
                                    "b*",         "é.",
                                    "😀+"})
            QTest::newRow(pattern) << QString::fromUtf8(pattern);
    }
    void findsTheSame()
    {
        QFETCH(QString, pattern);
        const QRegularExpression plain(pattern, QRegularExpression::CaseInsensitiveOption |
                                                    QRegularExpression::DotMatchesEverythingOption);
        const auto bounded = BoundedExpression::make(pattern);
        QVERIFY2(bounded.ok(), bounded ? "" : qPrintable(bounded.error().message));
        for (const QString &text : {u""_qs, u"abc"_qs, u"xxAB ab aab\nbbc"_qs, u"a.é😀😀 aacc"_qs}) {
            for (const QString &before : {QString(), QString(1000, u'-'), QString(100'000, u'-')}) {
                const QString whole = before + text;
                for (const qsizetype from :
                     {qsizetype(0), before.size(), before.size() + std::min<qsizetype>(1, text.size())}) {
                    const QRegularExpressionMatch expected = plain.match(whole, from);
                    const QRegularExpressionMatch found = bounded->match(whole, from);
                    QVERIFY(found.isValid());
                    QCOMPARE(found.hasMatch(), expected.hasMatch());
                    QCOMPARE(found.capturedStart(), expected.capturedStart());
                    QCOMPARE(found.capturedEnd(), expected.capturedEnd());
                }
            }
        }
    }

    /// What goes back far from a few places only is decided by the second try.
    void fewPlacesMayTakeMany()
    {
        const auto bounded = BoundedExpression::make(u"error.*?[xz][de]"_qs);
        const QString text = u"error "_qs + QString(100'000, u'-');
        const QRegularExpressionMatch none = bounded->match(text);
        QVERIFY(none.isValid() && !none.hasMatch());
        const QRegularExpressionMatch found = bounded->match(u"-- "_qs + text + u"xe"_qs);
        QCOMPARE(found.capturedStart(), qsizetype(3));
        QCOMPARE(found.capturedEnd(), text.size() + 5);
        BoundedExpression::Effort spent{0, 0};
        QVERIFY(!bounded->match(text, 0, spent).isValid());
        BoundedExpression::Effort one{0, 1};
        QVERIFY(bounded->match(text, 0, one).isValid());
        QCOMPARE(one.secondTries, 0);
    }

    /// Each of these would take from minutes to ages.
    void whatWouldTakeLongIsUndecided_data()
    {
        QTest::addColumn<QString>("pattern");
        for (const char *pattern : {"a(?:.)*?[xz]", "a(?:.|b)*?[xz]", "(?:a|x)(?:c|d)?[^yz]*[yz]", "a(?:c|d)?.*.*[xz]",
                                    "(?:a|b)(?=.*[xz])", "(*ANYCRLF)a(?:.)*?[xz]"})
            QTest::newRow(pattern) << QString::fromUtf8(pattern);
    }
    void whatWouldTakeLongIsUndecided()
    {
        QFETCH(QString, pattern);
        const auto bounded = BoundedExpression::make(pattern);
        for (const qsizetype size : {qsizetype(500'000), qsizetype(16) << 20})
            QVERIFY(!bounded->match(QString(size, u'a')).isValid());
    }

    void explosions()
    {
        const auto bounded = BoundedExpression::make(u"^(a+)+$"_qs);
        QVERIFY(!bounded->match(QString(40, u'a') + u'b').isValid());
    }

    void cases()
    {
        QVERIFY(BoundedExpression::make(u"ab"_qs)->match(u"AB"_qs).hasMatch());
        QVERIFY(!BoundedExpression::make(u"ab"_qs, true)->match(u"AB"_qs).hasMatch());
    }

    void saysWhatIsWrong()
    {
        const auto wrong = BoundedExpression::make(u"ab(c"_qs);
        QVERIFY(!wrong);
        QVERIFY2(wrong.error().message.startsWith(u"the regular expression is wrong at its place 5: "),
                 qPrintable(wrong.error().message));
        QVERIFY(!BoundedExpression::make(u"a)(?:b"_qs)); // though it could stand in a group
    }
};

QTEST_APPLESS_MAIN(TestBoundedExpression)
#include "tst_boundedexpression.moc"
