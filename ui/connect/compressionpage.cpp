#include "ui/connect/compressionpage.h"

#include "core/http/deflate.h"
#include "ui/support/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

#include <limits>

#include "moc_compressionpage.cpp"

namespace framescope::ui
{

namespace
{
// Items of the combo boxes besides the numbers of bits.
constexpr int absent = 0;
constexpr int withoutValue = 1;
} // namespace

CompressionPage::CompressionPage(QWidget *parent)
    : OptionsPage(tr("Compression"),
                  tr("permessage-deflate (RFC 7692): each message compressed by itself or with what "
                     "came before it."),
                  parent)
    , m_offer(checkBox("optionsDeflate", tr("&Offer permessage-deflate")))
    , m_serverForgets(checkBox("optionsServerNoContext", tr("server_no_context_takeover: the server forgets after each "
                                                            "message")))
    , m_clientForgets(
          checkBox("optionsClientNoContext", tr("client_no_context_takeover: we reset our context after each message")))
    , m_serverBits(comboBox("optionsServerBits", tr("server_max_window_bits"), {{tr("not in the offer"), absent}}))
    , m_clientBits(comboBox("optionsClientBits", tr("client_max_window_bits"),
                            {{tr("not in the offer"), absent}, {tr("without a value"), withoutValue}}))
    , m_line(helpLabel("optionsDeflateLine"))
    , m_compress(
          checkBox("optionsCompress",
                   tr("&Compress the messages we send, where agreed; the composer's Compress box begins with it")))
    , m_threshold(spinBox("optionsThreshold", tr("Shortest message that is compressed"), 0,
                          std::numeric_limits<int>::max(), tr(" bytes")))
    , m_level(spinBox("optionsLevel", tr("Level, 1 fastest to 9 smallest"), 1, 9))
    , m_maxMessage(spinBox("optionsInflateMessage", tr("Longest message that is inflated"), 1, 1 << 20, tr(" MiB")))
    , m_maxRatio(spinBox("optionsInflateRatio", tr("Most bytes for each compressed one"), 0, 1'000'000))
{
    for (int bits = 8; bits <= 15; ++bits)
        m_serverBits->addItem(QString::number(bits), bits);
    // zlib has no raw window of 8 bits, so we could not keep such a promise.
    for (int bits = 9; bits <= 15; ++bits)
        m_clientBits->addItem(QString::number(bits), bits);
    m_line->setFont(monospaceFont());
    m_line->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_line->setAccessibleName(tr("The offer as it is sent"));

    column()->addWidget(m_offer);
    column()->addWidget(m_serverForgets);
    column()->addWidget(m_clientForgets);
    QFormLayout *form = addForm();
    form->addRow(tr("&server_max_window_bits"), m_serverBits);
    form->addRow(tr("c&lient_max_window_bits"), m_clientBits);
    column()->addWidget(m_line);
    addHeading(tr("Sending"));
    column()->addWidget(m_compress);
    m_compress->setToolTip(tr("Echoes follow it. In the composer Compress is set by it beforehand, for text and binary "
                              "frames with FIN, and can be changed for any frame."));
    QFormLayout *sending = addForm();
    sending->addRow(tr("Not messages &under"), m_threshold);
    sending->addRow(tr("Le&vel"), m_level);
    addHeading(tr("Decompression limits"));
    QFormLayout *limits = addForm();
    m_maxRatio->setSuffix(tr(" : 1"));
    m_maxRatio->setSpecialValueText(tr("any"));
    limits->addRow(tr("Longest &message"), m_maxMessage);
    limits->addRow(tr("Largest &ratio"), m_maxRatio);
    limits->addRow(QString(),
                   helpLabel("optionsInflateHelp", tr("A longer message stays compressed in the capture; the "
                                                      "Message tab offers to inflate the rest. These limits hold "
                                                      "for all connections, from now on.")));
    setInflateLimits({});
    column()->addStretch(1);
    connect(this, &OptionsPage::changed, this, &CompressionPage::judge);
    judge();
}

void CompressionPage::showSettings(const net::ConnectionSettings &settings)
{
    const net::DeflateSettings &deflate = settings.deflate;
    m_offer->setChecked(deflate.offer);
    m_serverForgets->setChecked(deflate.serverNoContextTakeover);
    m_clientForgets->setChecked(deflate.clientNoContextTakeover);
    selectData(m_serverBits, deflate.serverMaxWindowBits.value_or(absent));
    selectData(m_clientBits, !deflate.clientMaxWindowBits ? absent : deflate.clientWindowBits.value_or(withoutValue));
    m_compress->setChecked(deflate.compress);
    m_threshold->setValue(int(std::min<std::uint64_t>(deflate.threshold, std::uint64_t(m_threshold->maximum()))));
    m_level->setValue(deflate.level);
    judge();
}

net::DeflateSettings CompressionPage::deflate() const
{
    net::DeflateSettings deflate;
    deflate.offer = m_offer->isChecked();
    deflate.serverNoContextTakeover = m_serverForgets->isChecked();
    deflate.clientNoContextTakeover = m_clientForgets->isChecked();
    if (const int bits = m_serverBits->currentData().toInt(); bits != absent)
        deflate.serverMaxWindowBits = bits;
    const int client = m_clientBits->currentData().toInt();
    deflate.clientMaxWindowBits = client != absent;
    if (client != absent && client != withoutValue)
        deflate.clientWindowBits = client;
    deflate.compress = m_compress->isChecked();
    deflate.threshold = std::uint64_t(m_threshold->value());
    deflate.level = m_level->value();
    return deflate;
}

void CompressionPage::setInflateLimits(const ws::InflateLimits &limits)
{
    m_maxMessage->setValue(int(std::min<std::uint64_t>(limits.maxMessage >> 20, 1u << 20)));
    m_maxRatio->setValue(int(std::min<std::uint32_t>(limits.maxRatio, 1'000'000)));
}

ws::InflateLimits CompressionPage::inflateLimits() const
{
    ws::InflateLimits limits;
    limits.maxMessage = std::uint64_t(m_maxMessage->value()) << 20;
    limits.maxRatio = std::uint32_t(m_maxRatio->value());
    return limits;
}

void CompressionPage::store(net::ConnectionSettings &settings) const { settings.deflate = deflate(); }

void CompressionPage::judge()
{
    const bool offered = m_offer->isChecked();
    for (QWidget *control :
         std::initializer_list<QWidget *>{m_serverForgets, m_clientForgets, m_serverBits, m_clientBits, m_compress})
        control->setEnabled(offered);
    for (QWidget *control : std::initializer_list<QWidget *>{m_threshold, m_level})
        control->setEnabled(offered && m_compress->isChecked());
    if (!offered) {
        m_line->setText(tr("No extension is offered."));
        return;
    }
    const net::DeflateSettings now = deflate();
    http::DeflateParameters offer;
    offer.serverNoContextTakeover = now.serverNoContextTakeover;
    offer.clientNoContextTakeover = now.clientNoContextTakeover;
    offer.serverMaxWindowBits = now.serverMaxWindowBits;
    offer.clientMaxWindowBits = now.clientMaxWindowBits;
    offer.clientWindowBits = now.clientWindowBits;
    m_line->setText(QStringLiteral("Sec-WebSocket-Extensions: ") + QString::fromLatin1(offer.toText()));
}

} // namespace framescope::ui
