#include "ui/compose/framefields.h"

#include "ui/explain/explanation.h"
#include "ui/support/fieldchip.h"
#include "ui/support/flowlayout.h"
#include "ui/support/restyle.h"
#include "ui/support/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QLineEdit>
#include <QSignalBlocker>

#include <optional>

#include "moc_framefields.cpp"

namespace framescope::ui
{

namespace
{
QString opcodeName(int value)
{
    switch (value) {
    case 0x0:
        return FrameFieldsEditor::tr("Continuation");
    case 0x1:
        return FrameFieldsEditor::tr("Text");
    case 0x2:
        return FrameFieldsEditor::tr("Binary");
    case 0x8:
        return FrameFieldsEditor::tr("Close");
    case 0x9:
        return FrameFieldsEditor::tr("Ping");
    case 0xA:
        return FrameFieldsEditor::tr("Pong");
    default:
        return FrameFieldsEditor::tr("reserved");
    }
}

QString keyText(const ws::MaskKey &key)
{
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(key.data()), 4).toHex());
}

std::optional<ws::MaskKey> keyOf(const QString &typed)
{
    QString text = typed;
    text.remove(u' ');
    bool ok = false;
    const quint32 value = text.toUInt(&ok, 16);
    if (!ok || text.size() != 8 || text.startsWith(u'+'))
        return std::nullopt;
    return ws::MaskKey{std::uint8_t(value >> 24), std::uint8_t(value >> 16), std::uint8_t(value >> 8),
                       std::uint8_t(value)};
}

std::optional<quint64> numberOf(const QString &typed)
{
    const QString text = typed.trimmed();
    const bool hex = text.startsWith(QLatin1String("0x"), Qt::CaseInsensitive);
    bool ok = false;
    const quint64 value = hex ? text.mid(2).toULongLong(&ok, 16) : text.toULongLong(&ok, 10);
    return ok && !text.startsWith(u'-') ? std::optional<quint64>(value) : std::nullopt;
}

void select(QComboBox *combo, int value) { combo->setCurrentIndex(combo->findData(value)); }
} // namespace

FrameFieldsEditor::FrameFieldsEditor(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("composerFields"));
    m_opcode = new QComboBox(this);
    m_opcode->setObjectName(QStringLiteral("composerOpcode"));
    m_opcode->setAccessibleName(tr("Opcode"));
    m_opcode->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (int value = 0; value < 16; ++value)
        m_opcode->addItem(QStringLiteral("0x%1 %2").arg(QString::number(value, 16).toUpper(), opcodeName(value)),
                          value);
    m_opcode->setMaxVisibleItems(16);

    m_fin = new QCheckBox(this);
    m_fin->setObjectName(QStringLiteral("composerFin"));
    m_fin->setAccessibleName(tr("FIN"));
    m_fin->setToolTip(tr("FIN: the last frame of its message (RFC 6455 §5.2)"));
    for (int i = 0; i < 3; ++i) {
        m_rsv[i] = new QCheckBox(QString::number(i + 1), this);
        m_rsv[i]->setObjectName(QStringLiteral("composerRsv%1").arg(i + 1));
        m_rsv[i]->setAccessibleName(tr("RSV%1").arg(i + 1));
        m_rsv[i]->setToolTip(i == 0 ? tr("RSV1: the message is compressed, when permessage-deflate was agreed on")
                                    : tr("RSV%1: no extension in use gives it a meaning").arg(i + 1));
    }

    m_compress = new QCheckBox(this);
    m_compress->setObjectName(QStringLiteral("composerCompress"));
    m_compress->setAccessibleName(tr("Compress"));

    m_mask = new QComboBox(this);
    m_mask->setObjectName(QStringLiteral("composerMask"));
    m_mask->setAccessibleName(tr("Mask"));
    m_mask->addItem(tr("random"), int(craft::MaskChoice::Random));
    m_mask->addItem(tr("none"), int(craft::MaskChoice::None));
    m_mask->addItem(tr("fixed"), int(craft::MaskChoice::Fixed));
    m_key = new QLineEdit(this);
    m_key->setObjectName(QStringLiteral("composerKey"));
    m_key->setAccessibleName(tr("Mask key, 8 hex digits"));
    m_key->setFont(monospaceFont());
    m_key->setMaxLength(11);

    m_length = new QComboBox(this);
    m_length->setObjectName(QStringLiteral("composerLength"));
    m_length->setAccessibleName(tr("Length form"));
    m_length->addItem(tr("auto"), int(craft::LengthChoice::Auto));
    m_length->addItem(tr("7 bit"), int(craft::LengthChoice::Bits7));
    m_length->addItem(tr("16 bit"), int(craft::LengthChoice::Bits16));
    m_length->addItem(tr("64 bit"), int(craft::LengthChoice::Bits64));
    m_length->addItem(tr("wrong"), int(craft::LengthChoice::Wrong));
    m_length->setToolTip(tr("auto: the shortest form for the true length; wrong: any number you like"));
    m_number = new QLineEdit(this);
    m_number->setObjectName(QStringLiteral("composerLengthNumber"));
    m_number->setAccessibleName(tr("Declared length, decimal or 0x hex"));
    m_number->setFont(monospaceFont());
    m_number->setMaxLength(24);
    m_number->setText(QStringLiteral("0"));

    fitWidths();
    auto *flow = new FlowLayout(this, 5);
    flow->addWidget(new FieldChip(tr("Opcode"), {m_opcode}, this));
    flow->addWidget(new FieldChip(tr("FIN"), {m_fin}, this));
    flow->addWidget(new FieldChip(tr("RSV"), {m_rsv[0], m_rsv[1], m_rsv[2]}, this));
    flow->addWidget(new FieldChip(tr("Mask"), {m_mask, m_key}, this));
    flow->addWidget(new FieldChip(tr("Length"), {m_length, m_number}, this));
    flow->addWidget(new FieldChip(tr("Compress"), {m_compress}, this));
    const auto explainBy = [](QWidget *control, const QString &key) {
        control->setProperty(explainProperty, QStringList{key});
    };
    explainBy(m_fin, u"field.fin"_qs);
    for (int i = 0; i < 3; ++i)
        explainBy(m_rsv[i], u"field.rsv%1"_qs.arg(i + 1));
    explainBy(m_compress, u"field.compress"_qs);
    explainBy(m_mask, u"field.mask"_qs);
    explainBy(m_key, u"field.key"_qs);
    explainBy(m_length, u"field.length"_qs);
    explainBy(m_number, u"field.length"_qs);
    setDeflateAgreed(false);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);

    connect(m_opcode, &QComboBox::currentIndexChanged, this, &FrameFieldsEditor::onEdited);
    connect(m_mask, &QComboBox::currentIndexChanged, this, [this] {
        showDependent();
        onEdited();
    });
    connect(m_length, &QComboBox::currentIndexChanged, this, [this] {
        showDependent();
        onEdited();
    });
    connect(m_key, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_fixedText = text;
        onEdited();
    });
    connect(m_number, &QLineEdit::textEdited, this, &FrameFieldsEditor::onEdited);
    connect(m_compress, &QCheckBox::toggled, this, &FrameFieldsEditor::onCompress);
    for (QCheckBox *box : {m_fin, m_rsv[0], m_rsv[1], m_rsv[2]})
        connect(box, &QCheckBox::toggled, this, &FrameFieldsEditor::onEdited);
    setSpec(craft::FrameSpec());
}

craft::FrameSpec FrameFieldsEditor::spec() const
{
    craft::FrameSpec spec;
    spec.opcode = static_cast<ws::Opcode>(m_opcode->currentData().toInt());
    spec.fin = m_fin->isChecked();
    const bool rsv1 = m_rsv[0]->isEnabledTo(this) ? m_rsv[0]->isChecked() : m_ownRsv1;
    spec.rsv = std::uint8_t((rsv1 ? 4 : 0) | (m_rsv[1]->isChecked() ? 2 : 0) | (m_rsv[2]->isChecked() ? 1 : 0));
    spec.compress = m_compress->isChecked();
    spec.mask = static_cast<craft::MaskChoice>(m_mask->currentData().toInt());
    spec.fixedKey = keyOf(m_fixedText).value_or(ws::MaskKey{});
    spec.length = static_cast<craft::LengthChoice>(m_length->currentData().toInt());
    spec.wrongLength = numberOf(m_number->text()).value_or(0);
    return spec;
}

void FrameFieldsEditor::setSpec(const craft::FrameSpec &spec)
{
    m_showing = true;
    select(m_opcode, int(spec.opcode));
    m_fin->setChecked(spec.fin);
    m_ownRsv1 = (spec.rsv & 4) != 0;
    m_rsv[0]->setChecked(m_ownRsv1 || spec.compress);
    m_rsv[0]->setEnabled(!spec.compress);
    m_rsv[1]->setChecked((spec.rsv & 2) != 0);
    m_rsv[2]->setChecked((spec.rsv & 1) != 0);
    m_compress->setChecked(spec.compress);
    if (spec.mask == craft::MaskChoice::Fixed || m_fixedText.isEmpty())
        m_fixedText = keyText(spec.fixedKey);
    select(m_mask, int(spec.mask));
    select(m_length, int(spec.length));
    if (spec.length == craft::LengthChoice::Wrong)
        m_number->setText(QString::number(spec.wrongLength));
    m_followsDefault = spec.compress == m_compressByDefault;
    m_showing = false;
    showDependent();
    onEdited();
}

/// Compressing sets RSV1 whatever a person chose, and the box says so.
void FrameFieldsEditor::showRsv1(bool compress)
{
    const QSignalBlocker quiet(m_rsv[0]);
    if (compress == !m_rsv[0]->isEnabledTo(this))
        return;
    if (compress)
        m_ownRsv1 = m_rsv[0]->isChecked();
    m_rsv[0]->setEnabled(!compress);
    m_rsv[0]->setChecked(compress || m_ownRsv1);
}

void FrameFieldsEditor::onCompress(bool compress)
{
    if (!m_showing)
        showRsv1(compress);
    m_followsDefault = compress == m_compressByDefault;
    onEdited();
}

void FrameFieldsEditor::setCompressByDefault(bool compress)
{
    m_compressByDefault = compress;
    if (m_followsDefault)
        m_compress->setChecked(compress);
}

void FrameFieldsEditor::setRandomKey(const ws::MaskKey &key)
{
    m_randomKey = key;
    showDependent();
}

QString FrameFieldsEditor::problem() const
{
    const craft::FrameSpec now = spec();
    if (now.mask == craft::MaskChoice::Fixed && !keyOf(m_fixedText))
        return tr("The mask key needs 8 hex digits, for example 37fa213d.");
    if (now.length == craft::LengthChoice::Wrong && !numberOf(m_number->text()))
        return tr("The declared length must be a number from 0 to 18446744073709551615, or 0x and hex digits.");
    return {};
}

void FrameFieldsEditor::setDeflateAgreed(bool agreed)
{
    m_compress->setToolTip(agreed ? tr("Deflate the payload by itself and set RSV1 (RFC 7692 §7.2.1). Options, "
                                       "Compression say for which messages this is set beforehand; change it for any "
                                       "frame.")
                                  : tr("Deflate the payload and set RSV1, although this connection did not agree on "
                                       "permessage-deflate: the frame breaks RFC 6455 §5.2"));
}

void FrameFieldsEditor::onEdited()
{
    if (m_showing)
        return;
    const craft::FrameSpec now = spec();
    const QStringList opcode{keyOf(now.opcode), u"field.opcode"_qs};
    m_opcode->setProperty(explainProperty, opcode);
    m_opcode->setToolTip(tipOf(opcode.mid(0, 1)));
    restyle(m_key, "invalid", now.mask == craft::MaskChoice::Fixed && !keyOf(m_fixedText));
    restyle(m_number, "invalid", !numberOf(m_number->text()));
    Q_EMIT changed();
}

/// As high as its lines are at this width: a low window takes from others, no chip is cut.
void FrameFieldsEditor::keepAllLines()
{
    if (isVisible()) // before that the width is none that anybody chose
        setMinimumHeight(layout()->heightForWidth(width()));
}

/// Eight digits fit, whatever the font.
void FrameFieldsEditor::fitWidths()
{
    for (QLineEdit *edit : {m_key, m_number})
        edit->setFixedWidth(edit->fontMetrics().horizontalAdvance(u'0') * 8 + 14);
}

void FrameFieldsEditor::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::FontChange && event->type() != QEvent::StyleChange)
        return;
    if (m_key == nullptr || m_number == nullptr)
        return;
    fitWidths();
    updateGeometry();
    keepAllLines();
}

void FrameFieldsEditor::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    keepAllLines();
}

void FrameFieldsEditor::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    keepAllLines();
}

void FrameFieldsEditor::showDependent()
{
    const auto mask = static_cast<craft::MaskChoice>(m_mask->currentData().toInt());
    m_key->setVisible(mask != craft::MaskChoice::None);
    m_key->setReadOnly(mask != craft::MaskChoice::Fixed);
    const QString key = mask == craft::MaskChoice::Fixed ? m_fixedText : keyText(m_randomKey);
    if (m_key->text() != key)
        m_key->setText(key);
    m_key->setToolTip(mask == craft::MaskChoice::Fixed ? tr("The mask key, 8 hex digits")
                                                       : tr("The random key this frame will be sent with; the next "
                                                            "frame gets a new one"));
    const auto length = static_cast<craft::LengthChoice>(m_length->currentData().toInt());
    m_number->setVisible(length == craft::LengthChoice::Wrong);
    layout()->invalidate();
    updateGeometry();
    keepAllLines();
}

} // namespace framescope::ui
