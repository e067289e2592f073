#include "ui/compose/closefields.h"

#include "core/ws/closecode.h"
#include "core/ws/framewriter.h"
#include "ui/explain/explanation.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

#include "moc_closefields.cpp"
#include "ui/support/coretext.h"

namespace framescope::ui
{

namespace
{
constexpr int noCode = -1;
constexpr int roomForName = 330;
} // namespace

CloseFields::CloseFields(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("closeFields"));
    m_code = new QSpinBox(this);
    m_code->setObjectName(QStringLiteral("closeCode"));
    m_code->setAccessibleName(tr("Close code"));
    m_code->setRange(noCode, 65535);
    m_code->setSpecialValueText(tr("none"));
    m_code->setValue(noCode);
    m_code->setFixedWidth(m_code->fontMetrics().horizontalAdvance(u'0') * 6 + 36);
    m_name = new QLabel(this);
    m_name->setObjectName(QStringLiteral("closeName"));
    m_name->setProperty("part", QStringLiteral("muted"));
    m_name->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_name->setMinimumWidth(1); // it goes when there is no room, and must not keep the row from narrowing
    m_reason = new QLineEdit(this);
    m_reason->setObjectName(QStringLiteral("closeReason"));
    m_reason->setAccessibleName(tr("Close reason"));
    m_reason->setPlaceholderText(tr("Reason (at most 123 bytes)"));
    m_reason->setToolTip(tr("RFC 6455 §5.5 leaves 123 bytes for the reason; a longer one is sent as is"));
    m_reason->setProperty(explainProperty, QStringList{u"field.closereason"_qs});

    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(6);
    auto *codeLabel = new QLabel(tr("Code"), this);
    codeLabel->setBuddy(m_code);
    line->addWidget(codeLabel);
    line->addWidget(m_code);
    line->addWidget(m_name);
    line->addWidget(m_reason, 1);

    connect(m_code, &QSpinBox::valueChanged, this, [this] {
        showName();
        Q_EMIT edited();
    });
    connect(m_reason, &QLineEdit::textEdited, this, [this] {
        if (m_code->value() == noCode)
            m_code->setValue(ws::closecode::normal); // a reason cannot be without a code; this emits
        else
            Q_EMIT edited();
    });
    showName();
}

QByteArray CloseFields::payload() const
{
    if (m_code->value() == noCode)
        return {};
    return ws::closePayload(std::uint16_t(m_code->value()), m_reason->text().toUtf8());
}

void CloseFields::setPayload(const QByteArray &payload)
{
    const QSignalBlocker quiet(m_code);
    m_code->setValue(payload.size() < 2 ? noCode : ws::closeCodeOf(byteView(payload)));
    const QString reason = QString::fromUtf8(payload.mid(2));
    if (m_reason->text() != reason)
        m_reason->setText(reason);
    showName();
}

void CloseFields::showName()
{
    const int code = m_code->value();
    const std::string_view name = code == noCode ? std::string_view() : ws::closeCodeName(std::uint16_t(code));
    m_name->setText(coreText(name));
    m_code->setAccessibleDescription(m_name->text());
    QStringList topics{u"field.closecode"_qs};
    if (code != noCode)
        topics.prepend(closeCodeKey(std::uint16_t(code)));
    m_code->setProperty(explainProperty, topics);
    const QString range = tr("0 to 65535; below 0: an empty payload, no code at all");
    m_code->setToolTip(u"<p>"_qs + range.toHtmlEscaped() + u"</p>"_qs + tipOf(topics.mid(0, 1)));
}

void CloseFields::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_name->setVisible(width() >= roomForName);
}

} // namespace framescope::ui
