#include "ui/models/decoderchoices.h"

#include "tests/support/panecapture.h"
#include "ui/models/framelistmodel.h"

#include <QSignalSpy>
#include <QTest>

using namespace framescope;
using namespace framescope::tests;
using ui::DecoderChoices;

class TestDecoderChoices : public QObject
{
    Q_OBJECT
    const decode::Decoder *m_cbor = decode::findDecoder(u"cbor");

private Q_SLOTS:
    void remembers()
    {
        DecoderChoices choices;
        choices.set(QStringLiteral("b:1"), m_cbor);
        choices.set(QStringLiteral("a"), decode::findDecoder(u"text"));
        choices.set(QString(), m_cbor);
        QCOMPARE(choices.list(), QStringList({QStringLiteral("a\ttext"), QStringLiteral("b:1\tcbor")}));
        QCOMPARE(DecoderChoices(choices.list()), choices);
        QCOMPARE(choices.of(QStringLiteral("b:1")), m_cbor);
        QCOMPARE(choices.of(QStringLiteral("c")), nullptr);
        choices.set(QStringLiteral("b:1"), nullptr);
        QCOMPARE(choices.list(), QStringList({QStringLiteral("a\ttext")}));
    }
    void strangeLines()
    {
        const DecoderChoices choices({QString(), QStringLiteral("a"), QStringLiteral("\tcbor"),
                                      QStringLiteral("b\tnothing"), QStringLiteral("c\tcbor")});
        QCOMPARE(choices.list(), QStringList({QStringLiteral("c\tcbor")}));
    }
    void isLimited()
    {
        DecoderChoices choices;
        for (int i = 0; i < 300; ++i)
            choices.set(QString::number(i), m_cbor);
        QCOMPARE(choices.list().size(), DecoderChoices::most);
    }
    /// The preview follows the choice.
    void preview()
    {
        PaneCapture story;
        story.upgrade();
        ws::FrameFields fields;
        fields.opcode = ws::Opcode::Binary;
        story.receiveFrame(fields, QByteArray("\x08\x01"));
        ui::FrameListModel model;
        model.setCapture(&story.capture());
        const QModelIndex cell = model.index(model.rowCount() - 1, ui::FrameListModel::Preview);
        QVERIFY(cell.data().toString().startsWith(u"08 01"));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        DecoderChoices choices;
        choices.set(DecoderChoices::host(story.capture(), story.id()), decode::findDecoder(u"protobuf"));
        QCOMPARE(choices.list().size(), 1);
        model.setDecoders(choices);
        model.setDecoders(choices);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(cell.data().toString(), QStringLiteral("Protobuf {1: 1}"));
    }
};

QTEST_MAIN(TestDecoderChoices)
#include "tst_decoderchoices.moc"
