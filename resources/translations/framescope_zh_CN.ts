<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>BytesText</name>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>第 %1 行第 %2 列：%3</translation>
    </message>
    <message>
        <source>%1 is not a hex digit.</source>
        <translation>%1 不是十六进制数字。</translation>
    </message>
    <message>
        <source>the digit %1 has no second one: each byte is two hex digits.</source>
        <translation>数字 %1 缺少后一位：每个字节是两个十六进制数字。</translation>
    </message>
    <message>
        <source>“=” does not belong here: it only fills the last group of four.</source>
        <translation>“=” 不能在这里：它只用来补足最后一组四个字符。</translation>
    </message>
    <message>
        <source>%1 is not a Base64 character.</source>
        <translation>%1 不是 Base64 字符。</translation>
    </message>
    <message>
        <source>%1 comes after “=”, which ends Base64.</source>
        <translation>%1 出现在 “=” 之后，而 “=” 表示 Base64 结束。</translation>
    </message>
    <message>
        <source>one character is left over: Base64 comes in groups of four.</source>
        <translation>多出一个字符：Base64 每四个字符一组。</translation>
    </message>
    <message>
        <source>“=” is missing: the last group needs four characters.</source>
        <translation>缺少 “=”：最后一组需要四个字符。</translation>
    </message>
</context>
<context>
    <name>ColorRules</name>
    <message>
        <source>Marked rows</source>
        <translation>已标记的行</translation>
    </message>
    <message>
        <source>Close frames</source>
        <translation>close 帧</translation>
    </message>
    <message>
        <source>Large frames</source>
        <translation>大帧</translation>
    </message>
    <message>
        <source>Pings and pongs</source>
        <translation>ping 和 pong</translation>
    </message>
    <message>
        <source>red</source>
        <translation>红</translation>
    </message>
    <message>
        <source>orange</source>
        <translation>橙</translation>
    </message>
    <message>
        <source>yellow</source>
        <translation>黄</translation>
    </message>
    <message>
        <source>green</source>
        <translation>绿</translation>
    </message>
    <message>
        <source>teal</source>
        <translation>青</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <source>violet</source>
        <translation>紫</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>灰</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>Connection</name>
    <message>
        <source>Valid</source>
        <translation>有效期</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>not yet ✗</source>
        <translation>尚未生效 ✗</translation>
    </message>
    <message>
        <source>expired %1 days before ✗</source>
        <translation>已过期 %1 天 ✗</translation>
    </message>
    <message>
        <source>%1 days left ▲</source>
        <translation>剩余 %1 天 ▲</translation>
    </message>
    <message>
        <source>%1 days left ✓</source>
        <translation>剩余 %1 天 ✓</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>颁发者</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>More names</source>
        <translation>更多名称</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>SHA-1</source>
        <translation>SHA-1</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>certificate ✓</source>
        <translation>证书 ✓</translation>
    </message>
    <message>
        <source>certificate not verified ▲</source>
        <translation>证书未通过验证 ▲</translation>
    </message>
    <message>
        <source>certificate accepted by exception ▲</source>
        <translation>证书因例外而被接受 ▲</translation>
    </message>
    <message>
        <source>Excepted by</source>
        <translation>例外依据</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>已更换</translation>
    </message>
    <message>
        <source>another certificate than at the last connection to this host ▲</source>
        <translation>与上次连接此主机时的证书不同 ▲</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Key exchange</source>
        <translation>密钥交换</translation>
    </message>
    <message>
        <source>ALPN</source>
        <translation>ALPN</translation>
    </message>
    <message>
        <source>Server name</source>
        <translation>服务器名称</translation>
    </message>
    <message>
        <source>Name rule</source>
        <translation>名称规则</translation>
    </message>
    <message>
        <source>OCSP</source>
        <translation>OCSP</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>resumed</source>
        <translation>已恢复</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Client certificate</source>
        <translation>客户端证书</translation>
    </message>
    <message>
        <source>asked for, none sent</source>
        <translation>对方要求，未发送</translation>
    </message>
    <message>
        <source>sent: %1</source>
        <translation>已发送：%1</translation>
    </message>
    <message>
        <source>Of these CAs</source>
        <translation>限于这些 CA</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Signed by, last of the chain</source>
        <translation>签发者，链中最后一个</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>签发者</translation>
    </message>
    <message>
        <source>More certificates</source>
        <translation>其余证书</translation>
    </message>
    <message>
        <source>Name lookup</source>
        <translation>名称解析</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
</context>
<context>
    <name>ConnectionEnd</name>
    <message>
        <source>reset</source>
        <translation>被重置</translation>
    </message>
    <message>
        <source>no close frame</source>
        <translation>没有 close 帧</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>closed by us</source>
        <translation>由本端关闭</translation>
    </message>
    <message>
        <source>closed by peer</source>
        <translation>由对端关闭</translation>
    </message>
    <message>
        <source>closed by client</source>
        <translation>由客户端关闭</translation>
    </message>
    <message>
        <source>closed by server</source>
        <translation>由服务器关闭</translation>
    </message>
    <message>
        <source>illegal code %1</source>
        <translation>非法关闭码 %1</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>the frame index</source>
        <translation>帧索引</translation>
    </message>
    <message>
        <source>the frame index is full</source>
        <translation>帧索引已满</translation>
    </message>
    <message>
        <source>there is no temporary folder for the frame index; check the variable TMPDIR</source>
        <translation>没有可供帧索引使用的临时文件夹；请检查环境变量 TMPDIR</translation>
    </message>
    <message>
        <source>no space for the frame index: </source>
        <translation>没有空间存放帧索引：</translation>
    </message>
    <message>
        <source>the temporary file for the frame index did not grow</source>
        <translation>帧索引的临时文件没有增长</translation>
    </message>
    <message>
        <source>cannot map the frame index: </source>
        <translation>无法映射帧索引：</translation>
    </message>
    <message>
        <source>cannot write %1: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>cannot write %1 to the disk</source>
        <translation>无法将 %1 写入磁盘</translation>
    </message>
    <message>
        <source>cannot open the folder %1</source>
        <translation>无法打开文件夹 %1</translation>
    </message>
    <message>
        <source>cannot write the folder %1 to the disk</source>
        <translation>无法将文件夹 %1 写入磁盘</translation>
    </message>
    <message>
        <source>cannot reserve %1 bytes in %2: %3</source>
        <translation>无法在 %2 中预留 %1 字节：%3</translation>
    </message>
    <message>
        <source>cannot reserve %1 bytes in %2</source>
        <translation>无法在 %2 中预留 %1 字节</translation>
    </message>
    <message>
        <source>cannot write %1</source>
        <translation>无法写入 %1</translation>
    </message>
    <message>
        <source>cannot read a temporary file</source>
        <translation>无法读取临时文件</translation>
    </message>
    <message>
        <source>a temporary file ends before byte %1</source>
        <translation>临时文件在第 %1 字节之前就结束了</translation>
    </message>
    <message>
        <source>there is no temporary folder for %1; check the variable TMPDIR</source>
        <translation>没有可供%L1使用的临时文件夹；请检查环境变量 TMPDIR</translation>
    </message>
    <message>
        <source>cannot make a temporary file for %1 in %2: %3</source>
        <translation>无法在 %2 中为%L1创建临时文件：%3</translation>
    </message>
    <message>
        <source>cannot make %1 longer: %2</source>
        <translation>无法加长 %1：%2</translation>
    </message>
    <message>
        <source>%1 did not become longer</source>
        <translation>%1 没有变长</translation>
    </message>
    <message>
        <source>cannot map %1: %2</source>
        <translation>无法映射 %1：%2</translation>
    </message>
    <message>
        <source>cannot create the capture file %1: %2</source>
        <translation>无法创建捕获文件 %1：%2</translation>
    </message>
    <message>
        <source>another program is recording to %1</source>
        <translation>另一个程序正在录制到 %1</translation>
    </message>
    <message>
        <source>%1 exists and is not empty; choose another name</source>
        <translation>%1 已存在且不为空；请选择另一个名称</translation>
    </message>
    <message>
        <source>cannot open %1: %2</source>
        <translation>无法打开 %1：%2</translation>
    </message>
    <message>
        <source>%1 holds packets of %2, which cannot be read; record on an Ethernet, loopback or IP interface</source>
        <translation>%1 含有类型为 %L2 的数据包，无法读取；请在以太网、环回或 IP 接口上录制</translation>
    </message>
    <message>
        <source>%1 packets that are not TCP were left out</source>
        <translation>略去了 %1 个不是 TCP 的数据包</translation>
    </message>
    <message>
        <source>%1 was dropped: the recording keeps only its last files</source>
        <translation>%1 已被删除：录制只保留最后几个文件</translation>
    </message>
    <message>
        <source>cannot read %1: %2</source>
        <translation>无法读取 %1：%L2</translation>
    </message>
    <message>
        <source>it is shorter than it was</source>
        <translation>它比原来短</translation>
    </message>
    <message>
        <source>%1 exists, or cannot be made</source>
        <translation>%1 已存在，或无法创建</translation>
    </message>
    <message>
        <source>%1 cannot be opened: %2</source>
        <translation>%1 无法打开：%2</translation>
    </message>
    <message>
        <source>No new file could be begun: %1. Recording goes on in %2, and it is tried again every ten seconds.</source>
        <translation>无法开始新文件：%L1。录制在 %2 中继续，每十秒再试一次。</translation>
    </message>
    <message>
        <source>A new file was begun: %1</source>
        <translation>已开始新文件：%1</translation>
    </message>
    <message>
        <source>cannot make the folder for captures, %1; check that its parent folder can be written to</source>
        <translation>无法创建捕获文件夹 %1；请检查其上级文件夹是否可写</translation>
    </message>
    <message>
        <source>%1 is not in the folder for captures</source>
        <translation>%1 不在捕获文件夹中</translation>
    </message>
    <message>
        <source>%1 is being recorded to</source>
        <translation>正在向 %1 录制</translation>
    </message>
    <message>
        <source>cannot delete %1: %2</source>
        <translation>无法删除 %1：%2</translation>
    </message>
    <message>
        <source>%1 is a folder; choose a file name</source>
        <translation>%1 是文件夹；请选择一个文件名</translation>
    </message>
    <message>
        <source>%1 is the capture itself; choose another name</source>
        <translation>%1 就是此捕获本身；请选择另一个名称</translation>
    </message>
    <message>
        <source>cannot write to the folder %1: %2</source>
        <translation>无法写入文件夹 %1：%2</translation>
    </message>
    <message>
        <source>cannot read the capture %1: %2</source>
        <translation>无法读取捕获 %1：%L2</translation>
    </message>
    <message>
        <source>saving was stopped; %1 was not written</source>
        <translation>保存已停止；没有写入 %1</translation>
    </message>
    <message>
        <source>it became shorter</source>
        <translation>它变短了</translation>
    </message>
    <message>
        <source>%1 bytes of a frame that was %2 in part are still to come, shown as raw</source>
        <translation>一帧的 %1 字节尚未到达，此帧已部分%L2；它们显示为原始字节</translation>
    </message>
    <message>
        <source>its opening handshake is repeated here</source>
        <translation>其起始握手在此重复</translation>
    </message>
    <message>
        <source>inflated messages</source>
        <translation>解压后的消息</translation>
    </message>
    <message>
        <source>inflated messages are no longer stored: %1; free some space and open the capture again</source>
        <translation>不再存储解压后的消息：%L1；请腾出一些空间，然后重新打开捕获</translation>
    </message>
    <message>
        <source>byte %1 of the inflated messages was not stored</source>
        <translation>解压后消息的第 %1 字节没有存储</translation>
    </message>
    <message>
        <source>inflating was stopped</source>
        <translation>解压已停止</translation>
    </message>
    <message>
        <source>row %1 is in no compressed message</source>
        <translation>第 %1 行不属于任何压缩消息</translation>
    </message>
    <message>
        <source>the message of row %1 has nothing more to inflate</source>
        <translation>第 %1 行的消息没有可继续解压的内容</translation>
    </message>
    <message>
        <source>the messages that row %1 refers to are not stored: %2</source>
        <translation>第 %1 行所引用的消息没有存储：%L2</translation>
    </message>
    <message>
        <source>row %1 is not whole in the capture file</source>
        <translation>第 %1 行在捕获文件中不完整</translation>
    </message>
    <message>
        <source>%1: %2 (block at offset %3)</source>
        <translation>%1：%L2（块位于偏移 %3）</translation>
    </message>
    <message>
        <source>this is not a pcapng file: it is too short</source>
        <translation>这不是 pcapng 文件：它太短</translation>
    </message>
    <message>
        <source>the section header has no valid byte-order magic</source>
        <translation>节头没有有效的字节序标记</translation>
    </message>
    <message>
        <source>this is a pcap file of the old format; convert it with: editcap -F pcapng OLD NEW</source>
        <translation>这是旧格式的 pcap 文件；请用 editcap -F pcapng 旧文件 新文件 转换</translation>
    </message>
    <message>
        <source>this is not a pcapng file</source>
        <translation>这不是 pcapng 文件</translation>
    </message>
    <message>
        <source>a block declares the impossible length %1</source>
        <translation>一个块声明了不可能的长度 %1</translation>
    </message>
    <message>
        <source>a block of %1 bytes is too large</source>
        <translation>%1 字节的块太大</translation>
    </message>
    <message>
        <source>the section header is cut</source>
        <translation>节头被截断</translation>
    </message>
    <message>
        <source>a block&apos;s two lengths differ: %1 and %2</source>
        <translation>一个块的两个长度不同：%1 和 %2</translation>
    </message>
    <message>
        <source>a section header of %1 bytes is too short</source>
        <translation>%1 字节的节头太短</translation>
    </message>
    <message>
        <source>pcapng version %1.%2 is not known</source>
        <translation>未知的 pcapng 版本 %1.%2</translation>
    </message>
    <message>
        <source>an interface description of %1 bytes is too short</source>
        <translation>%1 字节的接口描述太短</translation>
    </message>
    <message>
        <source>there are too many interfaces</source>
        <translation>接口太多</translation>
    </message>
    <message>
        <source>a packet block of %1 bytes is too short</source>
        <translation>%1 字节的数据包块太短</translation>
    </message>
    <message>
        <source>a packet names interface %1, which was not described</source>
        <translation>一个数据包指明接口 %1，而该接口没有描述</translation>
    </message>
    <message>
        <source>a packet of %1 bytes does not fit its block</source>
        <translation>%1 字节的数据包放不进它的块</translation>
    </message>
    <message>
        <source>link type %1</source>
        <translation>链路类型 %1</translation>
    </message>
    <message>
        <source>Column %1: %2</source>
        <translation>第 %1 列：%L2</translation>
    </message>
    <message>
        <source>%1 cannot be &quot;%2&quot;; allowed: %3.</source>
        <translation>%L1不能是 “%2”；允许：%L3。</translation>
    </message>
    <message>
        <source>file needs the name of a file.</source>
        <translation>file 需要文件名。</translation>
    </message>
    <message>
        <source>cannot read &quot;%1&quot;: %2.</source>
        <translation>无法读取 “%1”：%2。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is larger than 256 MiB, the most a frame may take from a file.</source>
        <translation>“%1” 大于 256 MiB，这是一帧可从文件取得的上限。</translation>
    </message>
    <message>
        <source>expected a part of the form name=value, such as opcode=9.</source>
        <translation>此处应是 name=value 形式的部分，例如 opcode=9。</translation>
    </message>
    <message>
        <source>there is no part &quot;%1&quot;; allowed: opcode, fin, rsv, mask, len, compress, and one of text, hex, base64, file.</source>
        <translation>没有 “%1” 这一部分；允许：opcode、fin、rsv、mask、len、compress，以及 text、hex、base64、file 之一。</translation>
    </message>
    <message>
        <source>the %1 is given twice; allowed: once.</source>
        <translation>%L1给出了两次；只允许一次。</translation>
    </message>
    <message>
        <source>0 to 15, 0x0 to 0xf, continuation, text, binary, close, ping, pong</source>
        <translation>0 到 15、0x0 到 0xf、continuation、text、binary、close、ping、pong</translation>
    </message>
    <message>
        <source>0 to 7 (RSV1 is 4, RSV2 is 2, RSV3 is 1)</source>
        <translation>0 到 7（RSV1 为 4，RSV2 为 2，RSV3 为 1）</translation>
    </message>
    <message>
        <source>random, none, a key of 8 hex digits</source>
        <translation>random、none 或 8 个十六进制数字的密钥</translation>
    </message>
    <message>
        <source>auto, 7, 16, 64, or = and a wrong length as in len==200</source>
        <translation>auto、7、16、64，或以 = 给出错误的长度，如 len==200</translation>
    </message>
    <message>
        <source>pairs of hex digits</source>
        <translation>成对的十六进制数字</translation>
    </message>
    <message>
        <source>Base64 with A-Z, a-z, 0-9, + and /</source>
        <translation>由 A-Z、a-z、0-9、+ 和 / 组成的 Base64</translation>
    </message>
    <message>
        <source>there is no value</source>
        <translation>没有值</translation>
    </message>
    <message>
        <source>the text ends inside an object or array</source>
        <translation>文本在对象或数组内部结束</translation>
    </message>
    <message>
        <source>a value is expected here</source>
        <translation>此处应是一个值</translation>
    </message>
    <message>
        <source>a colon is expected after the key</source>
        <translation>键之后应是冒号</translation>
    </message>
    <message>
        <source>a comma or the closing bracket is expected here</source>
        <translation>此处应是逗号或右括号</translation>
    </message>
    <message>
        <source>no comma may stand before the closing bracket</source>
        <translation>右括号之前不能有逗号</translation>
    </message>
    <message>
        <source>something follows the value</source>
        <translation>值之后还有内容</translation>
    </message>
    <message>
        <source>a number may not begin with a zero and another digit</source>
        <translation>数字不能以 0 加另一个数字开头</translation>
    </message>
    <message>
        <source>a digit is expected here</source>
        <translation>此处应是数字</translation>
    </message>
    <message>
        <source>this word is not true, false or null</source>
        <translation>这个词不是 true、false 或 null</translation>
    </message>
    <message>
        <source>no such escape</source>
        <translation>没有这种转义</translation>
    </message>
    <message>
        <source>\u needs four hexadecimal digits</source>
        <translation>\u 需要四个十六进制数字</translation>
    </message>
    <message>
        <source>the text ends inside a string</source>
        <translation>文本在字符串内部结束</translation>
    </message>
    <message>
        <source>this byte is not UTF-8</source>
        <translation>此字节不是 UTF-8</translation>
    </message>
    <message>
        <source>this character can begin nothing</source>
        <translation>此字符不能作为任何内容的开头</translation>
    </message>
    <message>
        <source>the tree stops here, it has too many values to show</source>
        <translation>树到此为止，值太多，无法全部显示</translation>
    </message>
    <message>
        <source>%1 is no time: write 1.5 s, 12:01:03.5 or 2026-11-23T12:01:03Z</source>
        <translation>%1 不是时间：请写 1.5 s、12:01:03.5 或 2026-11-23T12:01:03Z</translation>
    </message>
    <message>
        <source>%1 is compared with a number, not with a string</source>
        <translation>%1 与数字比较，而不是与字符串比较</translation>
    </message>
    <message>
        <source>%1 is no number of bytes: write 100, 0x64 or 1.5 KiB</source>
        <translation>%1 不是字节数：请写 100、0x64 或 1.5 KiB</translation>
    </message>
    <message>
        <source>%1 is no duration: write 200 ms or 1.5 s</source>
        <translation>%1 不是时长：请写 200 ms 或 1.5 s</translation>
    </message>
    <message>
        <source>%1 is no whole number</source>
        <translation>%1 不是整数</translation>
    </message>
    <message>
        <source>both ends must be times of one kind</source>
        <translation>两端必须是同一种时间</translation>
    </message>
    <message>
        <source>%1 is 0 or 1</source>
        <translation>%1 为 0 或 1</translation>
    </message>
    <message>
        <source>%1 is no ratio: write 4 or 2.5</source>
        <translation>%1 不是比率：请写 4 或 2.5</translation>
    </message>
    <message>
        <source>%1 is neither hexadecimal bytes nor a string in quotes</source>
        <translation>%1 既不是十六进制字节，也不是带引号的字符串</translation>
    </message>
    <message>
        <source>%1 is a text: compare it with ==, !=, contains or matches</source>
        <translation>%1 是文本：请用 ==、!=、contains 或 matches 比较</translation>
    </message>
    <message>
        <source>%1 is no text that could contain something</source>
        <translation>%1 不是可以包含内容的文本</translation>
    </message>
    <message>
        <source>%1 has no order to give a range</source>
        <translation>%1 没有次序，不能给出范围</translation>
    </message>
    <message>
        <source>has another value</source>
        <translation>为另一个值</translation>
    </message>
    <message>
        <source>less or equal</source>
        <translation>小于或等于</translation>
    </message>
    <message>
        <source>greater or equal</source>
        <translation>大于或等于</translation>
    </message>
    <message>
        <source>has it somewhere</source>
        <translation>在某处含有</translation>
    </message>
    <message>
        <source>a regular expression</source>
        <translation>正则表达式</translation>
    </message>
    <message>
        <source>1 or 0</source>
        <translation>1 或 0</translation>
    </message>
    <message>
        <source>both hold</source>
        <translation>两者都成立</translation>
    </message>
    <message>
        <source>one of both holds</source>
        <translation>其中之一成立</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>of the opening handshake</source>
        <translation>起始握手的</translation>
    </message>
    <message>
        <source>bytes outside any frame</source>
        <translation>不属于任何帧的字节</translation>
    </message>
    <message>
        <source>legal and worth knowing</source>
        <translation>合法，但值得注意</translation>
    </message>
    <message>
        <source>legal, and unwise</source>
        <translation>合法，但不明智</translation>
    </message>
    <message>
        <source>a rule is broken</source>
        <translation>违反了规则</translation>
    </message>
    <message>
        <source>TLS is there</source>
        <translation>TLS 已建立</translation>
    </message>
    <message>
        <source>the row&apos;s number, from 1</source>
        <translation>行号，从 1 开始</translation>
    </message>
    <message>
        <source>the connection&apos;s number, from 1</source>
        <translation>连接的编号，从 1 开始</translation>
    </message>
    <message>
        <source>what the row is</source>
        <translation>此行是什么</translation>
    </message>
    <message>
        <source>of a frame: its opcode (RFC 6455 §5.2)</source>
        <translation>帧：操作码（RFC 6455 §5.2）</translation>
    </message>
    <message>
        <source>of a frame: it is the last of its message</source>
        <translation>帧：是其消息的最后一帧</translation>
    </message>
    <message>
        <source>of a frame: the three reserved bits; RSV1 is 4</source>
        <translation>帧：三个保留位；RSV1 为 4</translation>
    </message>
    <message>
        <source>of a frame: the bit RSV1, which marks a compressed message</source>
        <translation>帧：RSV1 位，表示压缩消息</translation>
    </message>
    <message>
        <source>of a frame: the bit RSV2</source>
        <translation>帧：RSV2 位</translation>
    </message>
    <message>
        <source>of a frame: the bit RSV3</source>
        <translation>帧：RSV3 位</translation>
    </message>
    <message>
        <source>of a frame: its payload is masked</source>
        <translation>帧：载荷有掩码</translation>
    </message>
    <message>
        <source>of a masked frame: its masking key</source>
        <translation>有掩码的帧：掩码密钥</translation>
    </message>
    <message>
        <source>payload bytes of a frame as its header says, bytes of a head or raw row</source>
        <translation>帧：帧头所示的载荷字节数；头部或原始行：字节数</translation>
    </message>
    <message>
        <source>the same with the frame&apos;s header</source>
        <translation>同上，另加帧头</translation>
    </message>
    <message>
        <source>of a frame: bits of its length field, 7, 16 or 64</source>
        <translation>帧：长度字段的位数，7、16 或 64</translation>
    </message>
    <message>
        <source>of a close frame: its code (RFC 6455 §7.4)</source>
        <translation>close 帧：关闭码（RFC 6455 §7.4）</translation>
    </message>
    <message>
        <source>of a close frame: its reason</source>
        <translation>close 帧：原因</translation>
    </message>
    <message>
        <source>a finding&apos;s name (docs/findings.md); alone: there is any</source>
        <translation>检查结果的名称（docs/findings.md）；单独使用：有任何检查结果</translation>
    </message>
    <message>
        <source>of the row&apos;s worst finding</source>
        <translation>此行最严重的检查结果的级别</translation>
    </message>
    <message>
        <source>of an event: its kind</source>
        <translation>事件：种类</translation>
    </message>
    <message>
        <source>this parenthesis was never opened</source>
        <translation>此括号没有对应的左括号</translation>
    </message>
    <message>
        <source>&quot;and&quot; or &quot;or&quot; is missing before this</source>
        <translation>此处之前缺少 “and” 或 “or”</translation>
    </message>
    <message>
        <source>the filter is nested too deep</source>
        <translation>过滤器嵌套太深</translation>
    </message>
    <message>
        <source>this parenthesis is never closed</source>
        <translation>此括号没有闭合</translation>
    </message>
    <message>
        <source>a field is missing here</source>
        <translation>此处缺少字段</translation>
    </message>
    <message>
        <source>a field must stand before a string</source>
        <translation>字符串之前必须有字段</translation>
    </message>
    <message>
        <source>a field is missing before this</source>
        <translation>此处之前缺少字段</translation>
    </message>
    <message>
        <source>there is no field %1</source>
        <translation>没有字段 %1</translation>
    </message>
    <message>
        <source>%1 has no bytes to choose from</source>
        <translation>%1 没有可供选取的字节</translation>
    </message>
    <message>
        <source>an operator is missing before this</source>
        <translation>此处之前缺少运算符</translation>
    </message>
    <message>
        <source>a value is missing here</source>
        <translation>此处缺少值</translation>
    </message>
    <message>
        <source>= compares nothing</source>
        <translation>= 不作比较</translation>
    </message>
    <message>
        <source>%1 is no operator</source>
        <translation>%1 不是运算符</translation>
    </message>
    <message>
        <source>%1 means nothing here</source>
        <translation>%1 在此没有意义</translation>
    </message>
    <message>
        <source>\%1 is no escape; in regular expressions write r&quot;...&quot;</source>
        <translation>\%1 不是转义；正则表达式请写 r&quot;...&quot;</translation>
    </message>
    <message>
        <source>\%1 needs %2 hexadecimal digits</source>
        <translation>\%1 需要 %2 个十六进制数字</translation>
    </message>
    <message>
        <source>the regular expression is wrong at its place %1: %2</source>
        <translation>正则表达式在其位置 %1 处有误：%2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a list of parameters. Write it as &quot;client_max_window_bits=10; server_no_context_takeover&quot;.</source>
        <translation>“%1” 不是参数列表。请写成 “client_max_window_bits=10; server_no_context_takeover”。</translation>
    </message>
    <message>
        <source>permessage-deflate has no parameter %1.</source>
        <translation>permessage-deflate 没有参数 %1。</translation>
    </message>
    <message>
        <source>%1 stands more than once; the first one counts.</source>
        <translation>%1 出现多次；以第一个为准。</translation>
    </message>
    <message>
        <source>%1 takes no value, and has &quot;%2&quot;.</source>
        <translation>%1 不带值，却有 “%2”。</translation>
    </message>
    <message>
        <source>%1 needs a value from 8 to 15.</source>
        <translation>%1 需要 8 到 15 的值。</translation>
    </message>
    <message>
        <source>%1 is a number from 8 to 15 without leading zeros, not &quot;%2&quot;.</source>
        <translation>%1 是 8 到 15 的数字，没有前导零，而不是 “%2”。</translation>
    </message>
    <message>
        <source>The value %2 of %1 stands in quotes; it must be digits alone.</source>
        <translation>%1 的值 %2 带引号；它必须只是数字。</translation>
    </message>
    <message>
        <source>%1 may only answer an offer that has it.</source>
        <translation>%1 只能应答含有它的提议。</translation>
    </message>
    <message>
        <source>%1=%2 is more than the offer allows.</source>
        <translation>%1=%2 超出提议所允许的范围。</translation>
    </message>
    <message>
        <source>The server compresses each message by itself.</source>
        <translation>服务器单独压缩每条消息。</translation>
    </message>
    <message>
        <source>The server is asked to compress each message by itself.</source>
        <translation>要求服务器单独压缩每条消息。</translation>
    </message>
    <message>
        <source>The client must compress each message by itself.</source>
        <translation>客户端必须单独压缩每条消息。</translation>
    </message>
    <message>
        <source>The client will compress each message by itself.</source>
        <translation>客户端将单独压缩每条消息。</translation>
    </message>
    <message>
        <source>The server refers back at most %1 bytes.</source>
        <translation>服务器最多向前引用 %1 字节。</translation>
    </message>
    <message>
        <source>The server is asked to refer back at most %1 bytes.</source>
        <translation>要求服务器最多向前引用 %1 字节。</translation>
    </message>
    <message>
        <source>The client lets the server limit how far back it refers.</source>
        <translation>客户端允许服务器限制其向前引用的距离。</translation>
    </message>
    <message>
        <source>The client must refer back at most %1 bytes.</source>
        <translation>客户端最多只能向前引用 %1 字节。</translation>
    </message>
    <message>
        <source>The client will refer back at most %1 bytes.</source>
        <translation>客户端最多将向前引用 %1 字节。</translation>
    </message>
    <message>
        <source>Bad Request</source>
        <translation>Bad Request</translation>
    </message>
    <message>
        <source>Not Found</source>
        <translation>Not Found</translation>
    </message>
    <message>
        <source>Method Not Allowed</source>
        <translation>Method Not Allowed</translation>
    </message>
    <message>
        <source>Request Timeout</source>
        <translation>Request Timeout</translation>
    </message>
    <message>
        <source>Upgrade Required</source>
        <translation>Upgrade Required</translation>
    </message>
    <message>
        <source>Request Header Fields Too Large</source>
        <translation>Request Header Fields Too Large</translation>
    </message>
    <message>
        <source>Internal Server Error</source>
        <translation>Internal Server Error</translation>
    </message>
    <message>
        <source>Service Unavailable</source>
        <translation>Service Unavailable</translation>
    </message>
    <message>
        <source>HTTP Version Not Supported</source>
        <translation>HTTP Version Not Supported</translation>
    </message>
    <message>
        <source>permessage-deflate stands more than once.</source>
        <translation>permessage-deflate 出现多次。</translation>
    </message>
    <message>
        <source>The header has no colon. Write it as &quot;Name: value&quot;.</source>
        <translation>头字段没有冒号。请写成 “Name: value”。</translation>
    </message>
    <message>
        <source>The header has no name before its colon. Write it as &quot;Name: value&quot;.</source>
        <translation>头字段的冒号之前没有名称。请写成 “Name: value”。</translation>
    </message>
    <message>
        <source>A header name may have letters, digits and !#$%&amp;&apos;*+-.^_`|~ only; byte %1 is something else.</source>
        <translation>头字段名称只能含字母、数字和 !#$%&amp;&apos;*+-.^_`|~；第 %1 字节是其他字符。</translation>
    </message>
    <message>
        <source>The value of %1 has a control character (0x%2) at byte %3. Take it out.</source>
        <translation>%1 的值在第 %3 字节处有控制字符（0x%2）。请去掉它。</translation>
    </message>
    <message>
        <source>there is nothing after the backslash</source>
        <translation>反斜杠之后没有内容</translation>
    </message>
    <message>
        <source>there is no such escape</source>
        <translation>没有这种转义</translation>
    </message>
    <message>
        <source>\x needs two hex digits</source>
        <translation>\x 需要两个十六进制数字</translation>
    </message>
    <message>
        <source>Line %1, column %2: %3. Write \\ for a backslash, \r, \n, \t, or \xNN for any byte.</source>
        <translation>第 %1 行第 %2 列：%L3。反斜杠请写 \\，另有 \r、\
、\t，任意字节写 \xNN。</translation>
    </message>
    <message>
        <source>The curl command has no URL.</source>
        <translation>curl 命令中没有 URL。</translation>
    </message>
    <message>
        <source>The option %1 of the curl command has no value.</source>
        <translation>curl 命令的选项 %1 没有值。</translation>
    </message>
    <message>
        <source>The option -%1 of the curl command has no value.</source>
        <translation>curl 命令的选项 -%1 没有值。</translation>
    </message>
    <message>
        <source>This is not a curl command: it does not begin with &quot;curl&quot;.</source>
        <translation>这不是 curl 命令：它不以 “curl” 开头。</translation>
    </message>
    <message>
        <source>no status (1005)</source>
        <translation>无状态码（1005）</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>未通过验证</translation>
    </message>
    <message>
        <source>we ended our TCP stream (FIN)</source>
        <translation>本端结束了 TCP 流（FIN）</translation>
    </message>
    <message>
        <source>peer ended its TCP stream (FIN)</source>
        <translation>对端结束了其 TCP 流（FIN）</translation>
    </message>
    <message>
        <source>we reset the TCP connection (RST)</source>
        <translation>本端重置了 TCP 连接（RST）</translation>
    </message>
    <message>
        <source>peer reset the TCP connection (RST)</source>
        <translation>对端重置了 TCP 连接（RST）</translation>
    </message>
    <message>
        <source>not clean</source>
        <translation>非正常</translation>
    </message>
    <message>
        <source>waiting: %1 bytes are there</source>
        <translation>等待中：已到 %1 字节</translation>
    </message>
    <message>
        <source>looked up %1: %2</source>
        <translation>解析 %1：%2</translation>
    </message>
    <message>
        <source>attempt at %1: %2</source>
        <translation>尝试 %1：%2</translation>
    </message>
    <message>
        <source>%1 proxy %2: %3</source>
        <translation>%1 代理 %2：%3</translation>
    </message>
    <message>
        <source>compressed; context unknown since #%1</source>
        <translation>压缩；从 #%1 起上下文未知</translation>
    </message>
    <message>
        <source>(part of a compressed message)</source>
        <translation>（压缩消息的一部分）</translation>
    </message>
    <message>
        <source>The quote %1 at column %2 is never closed. Copy the whole command.</source>
        <translation>第 %2 列的引号 %1 没有闭合。请复制整条命令。</translation>
    </message>
    <message>
        <source>The stream ended before the first byte of the head.</source>
        <translation>流在头部的第一个字节之前就结束了。</translation>
    </message>
    <message>
        <source>a message of more than %1 bytes, too long to send back.</source>
        <translation>一条超过 %1 字节的消息，太长而无法发回。</translation>
    </message>
    <message>
        <source>a message of more than %1 bytes, while the messages of all connections here fill the %2 bytes they may take together.</source>
        <translation>一条超过 %1 字节的消息，而这里所有连接的消息已占满它们合计可用的 %2 字节。</translation>
    </message>
    <message>
        <source>so many messages at once that the answers to them have more than %1 bytes.</source>
        <translation>一次发来太多消息，应答它们需要超过 %1 字节。</translation>
    </message>
    <message>
        <source>Peer done sending. What is sent from here still goes out, until the connection is closed from here.</source>
        <translation>对端已停止发送。从本端发送的内容仍会发出，直到从本端关闭连接。</translation>
    </message>
    <message>
        <source>Nothing came for %1.</source>
        <translation>%1 内没有收到任何内容。</translation>
    </message>
    <message>
        <source>this is no address</source>
        <translation>这不是地址</translation>
    </message>
    <message>
        <source>The connection to %1 broke during the opening handshake (%2).</source>
        <translation>到 %1 的连接在起始握手期间中断（%2）。</translation>
    </message>
    <message>
        <source>The server ended TLS with the alert %1.</source>
        <translation>服务器以警报 %1 结束了 TLS。</translation>
    </message>
    <message>
        <source>The server&apos;s answer breaks the opening handshake: %1</source>
        <translation>服务器的应答违反起始握手：%L1</translation>
    </message>
    <message>
        <source>%1 answered with a head over the limit: %2</source>
        <translation>%1 应答的头部超出限制：%L2</translation>
    </message>
    <message>
        <source>%1 answered with TLS. Try wss:// instead of ws://.</source>
        <translation>%1 以 TLS 应答。请把 ws:// 换成 wss:// 再试。</translation>
    </message>
    <message>
        <source>%1 did not answer with HTTP; its first bytes are %2. Check that this port serves WebSocket.</source>
        <translation>%1 没有以 HTTP 应答；其最初的字节是 %2。请检查此端口是否提供 WebSocket。</translation>
    </message>
    <message>
        <source> It points to %1; a redirect is not followed, connect there if you mean to.</source>
        <translation> 它指向 %1；不会跟随重定向，如有需要请连接到那里。</translation>
    </message>
    <message>
        <source> It points to %1, which is no address for a WebSocket.</source>
        <translation> 它指向 %1，这不是 WebSocket 的地址。</translation>
    </message>
    <message>
        <source> The first %1 bytes of its body are in Handshake; more was not read.</source>
        <translation> 其正文的前 %1 字节见“握手”；其余没有读取。</translation>
    </message>
    <message>
        <source> Its body is in Handshake.</source>
        <translation> 其正文见“握手”。</translation>
    </message>
    <message>
        <source> Those that were sent it did not take.</source>
        <translation> 它没有接受所发送的凭据。</translation>
    </message>
    <message>
        <source> (ours)</source>
        <translation> （本端的）</translation>
    </message>
    <message>
        <source>the answer was no WebSocket handshake</source>
        <translation>应答不是 WebSocket 握手</translation>
    </message>
    <message>
        <source>the server refused with %1</source>
        <translation>服务器以 %1 拒绝</translation>
    </message>
    <message>
        <source>before it answered</source>
        <translation>在应答之前</translation>
    </message>
    <message>
        <source>after %1 bytes, %2</source>
        <translation>在 %1 字节之后，%L2</translation>
    </message>
    <message>
        <source>before its final answer</source>
        <translation>在最终应答之前</translation>
    </message>
    <message>
        <source>in the middle of the status line of its answer</source>
        <translation>在其应答的状态行中间</translation>
    </message>
    <message>
        <source>in the middle of the header of its answer</source>
        <translation>在其应答的头部中间</translation>
    </message>
    <message>
        <source>reset the connection</source>
        <translation>重置了连接</translation>
    </message>
    <message>
        <source>ended the connection</source>
        <translation>结束了连接</translation>
    </message>
    <message>
        <source>%1 did not answer the upgrade request within %2.</source>
        <translation>%1 没有在 %2 内应答升级请求。</translation>
    </message>
    <message>
        <source>%1 did not finish its answer within %2; %3 bytes of it came.</source>
        <translation>%1 没有在 %2 内完成应答；到达了 %3 字节。</translation>
    </message>
    <message>
        <source>the connection is not open yet</source>
        <translation>连接尚未打开</translation>
    </message>
    <message>
        <source>the connection is over</source>
        <translation>连接已结束</translation>
    </message>
    <message>
        <source>this side has ended its TCP stream</source>
        <translation>本端已结束其 TCP 流</translation>
    </message>
    <message>
        <source>the peer has ended TCP</source>
        <translation>对端已结束 TCP</translation>
    </message>
    <message>
        <source>Not sent: %1 bytes, because %2.</source>
        <translation>未发送：%1 字节，因为%L2。</translation>
    </message>
    <message>
        <source>Cancelled before the connection was open.</source>
        <translation>在连接打开之前已取消。</translation>
    </message>
    <message>
        <source>No second close frame was sent: the connection is closing.</source>
        <translation>没有发送第二个 close 帧：连接正在关闭。</translation>
    </message>
    <message>
        <source>Ended from here without a closing handshake.</source>
        <translation>已从本端结束，没有进行关闭握手。</translation>
    </message>
    <message>
        <source>the certificate was refused</source>
        <translation>证书被拒绝</translation>
    </message>
    <message>
        <source>More bytes came and were not read: the connection was over.</source>
        <translation>还有字节到达但没有读取：连接已结束。</translation>
    </message>
    <message>
        <source>The %1 sent %2</source>
        <translation>%L1发送了%L2</translation>
    </message>
    <message>
        <source>%1 The connection was failed with code %2.</source>
        <translation>%L1已用关闭码 %2 终止连接。</translation>
    </message>
    <message>
        <source>a rule was broken</source>
        <translation>违反了规则</translation>
    </message>
    <message>
        <source> The %1 ended TCP without answering the close frame.</source>
        <translation> %L1没有应答 close 帧就结束了 TCP。</translation>
    </message>
    <message>
        <source>it is no JSON (%1)</source>
        <translation>它不是 JSON（%1）</translation>
    </message>
    <message>
        <source>it is no list of cookies</source>
        <translation>它不是 Cookie 列表</translation>
    </message>
    <message>
        <source>its entry %1 is no cookie</source>
        <translation>其第 %1 项不是 Cookie</translation>
    </message>
    <message>
        <source>The cookies cannot be read from %1: %2. New ones are kept until the program ends.</source>
        <translation>无法从 %1 读取 Cookie：%2。新的 Cookie 只保留到程序结束。</translation>
    </message>
    <message>
        <source>it is too long</source>
        <translation>它太长</translation>
    </message>
    <message>
        <source>The file of cookies %1 cannot be used: %2.</source>
        <translation>Cookie 文件 %1 无法使用：%L2。</translation>
    </message>
    <message>
        <source> It was kept as %1.</source>
        <translation> 它已保留为 %1。</translation>
    </message>
    <message>
        <source> Remove it; until then new cookies are kept until the program ends.</source>
        <translation> 请移除它；在此之前，新的 Cookie 只保留到程序结束。</translation>
    </message>
    <message>
        <source>The cookies cannot be written to %1: %2. They are kept until the program ends.</source>
        <translation>无法将 Cookie 写入 %1：%L2。它们只保留到程序结束。</translation>
    </message>
    <message>
        <source>the folder cannot be made</source>
        <translation>无法创建文件夹</translation>
    </message>
    <message>
        <source>A cookie of %1 bytes was not kept: %2 are the most.</source>
        <translation>一个 %1 字节的 Cookie 没有保存：上限为 %2。</translation>
    </message>
    <message>
        <source>A Set-Cookie field is no cookie and was not kept.</source>
        <translation>一个 Set-Cookie 字段不是 Cookie，没有保存。</translation>
    </message>
    <message>
        <source>A cookie for %1 was not kept: %2 may not set it.</source>
        <translation>一个用于 %1 的 Cookie 没有保存：%2 无权设置它。</translation>
    </message>
    <message>
        <source>The cookies cannot be removed from %1: %2.</source>
        <translation>无法从 %1 移除 Cookie：%2。</translation>
    </message>
    <message>
        <source>given up: another address answered first</source>
        <translation>已放弃：另一个地址先应答</translation>
    </message>
    <message>
        <source>The system names no proxy for this address.</source>
        <translation>系统没有为此地址指明代理。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not the host and port of a proxy. Correct them in the proxy options.</source>
        <translation>“%1” 不是代理的主机和端口。请在代理选项中改正。</translation>
    </message>
    <message>
        <source>The proxy %1</source>
        <translation>代理 %1</translation>
    </message>
    <message>
        <source>%1 is not an %2 address, and the options of the connection allow no other.</source>
        <translation>%1 不是 %2 地址，而连接的选项不允许其他地址。</translation>
    </message>
    <message>
        <source>no addresses</source>
        <translation>没有地址</translation>
    </message>
    <message>
        <source>The name %1 was not found (%2). Check its spelling and the network.</source>
        <translation>没有找到名称 %1（%L2）。请检查拼写和网络。</translation>
    </message>
    <message>
        <source>not tried: no address of a server. Name servers that block a name answer so.</source>
        <translation>未尝试：不是服务器的地址。屏蔽某个名称的域名服务器会这样应答。</translation>
    </message>
    <message>
        <source>The name %1 has no %2 address, and the options of the connection allow no other.</source>
        <translation>名称 %1 没有 %2 地址，而连接的选项不允许其他地址。</translation>
    </message>
    <message>
        <source>%1 cannot be reached at any of its addresses (%2). Check the address and the network.</source>
        <translation>%1 的所有地址都无法到达（%2）。请检查地址和网络。</translation>
    </message>
    <message>
        <source>The socket %1 cannot be connected to (%2). Check the path, and that the server runs.</source>
        <translation>无法连接到套接字 %1（%2）。请检查路径，以及服务器是否在运行。</translation>
    </message>
    <message>
        <source>The connection to %1 cannot be used (%2).</source>
        <translation>到 %1 的连接无法使用（%2）。</translation>
    </message>
    <message>
        <source>The proxy %1 sent bytes of its own behind its answer: %2. TLS is not begun over them.</source>
        <translation>代理 %1 在其应答之后发送了自己的字节：%2。不在其上建立 TLS。</translation>
    </message>
    <message>
        <source>The system did not say within %1 which proxy to use. Check its proxy settings.</source>
        <translation>系统没有在 %1 内说明使用哪个代理。请检查其代理设置。</translation>
    </message>
    <message>
        <source>no answer within %1</source>
        <translation>%1 内没有应答</translation>
    </message>
    <message>
        <source>The name %1 was not resolved within %2. Check the network and its name servers.</source>
        <translation>名称 %1 没有在 %2 内解析。请检查网络及其域名服务器。</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>没有应答</translation>
    </message>
    <message>
        <source>%1 did not accept the connection within %2. Check the address, or raise the time limit.</source>
        <translation>%1 没有在 %2 内接受连接。请检查地址，或放宽超时限制。</translation>
    </message>
    <message>
        <source>no scheme it names</source>
        <translation>没有指明方案</translation>
    </message>
    <message>
        <source>The proxy %1 did not answer with HTTP; its first bytes are %2. Check that this port is an HTTP proxy.</source>
        <translation>代理 %1 没有以 HTTP 应答；其最初的字节是 %2。请检查此端口是否为 HTTP 代理。</translation>
    </message>
    <message>
        <source>The proxy %1 answered %2 with a page of its own instead of a tunnel. Look at the page: it may ask to sign in to the network.</source>
        <translation>代理 %1 以 %2 应答，给出自己的页面而不是隧道。请查看该页面：它可能要求登录网络。</translation>
    </message>
    <message>
        <source>The proxy declared a body behind its %1, which a tunnel does not have: what seems to be the server&apos;s may be the proxy&apos;s.</source>
        <translation>代理在 %1 之后声明了正文，而隧道没有正文：看似来自服务器的内容可能来自代理。</translation>
    </message>
    <message>
        <source>Basic and Digest can be answered.</source>
        <translation>可以应答 Basic 和 Digest。</translation>
    </message>
    <message>
        <source>did not accept the user name and password</source>
        <translation>没有接受用户名和密码</translation>
    </message>
    <message>
        <source>asks for credentials (%1)</source>
        <translation>要求凭据（%L1）</translation>
    </message>
    <message>
        <source>The proxy %1 %2: %3. %4</source>
        <translation>代理 %1 %L2：%3。%L4</translation>
    </message>
    <message>
        <source>The proxy %1 did not accept the user name and password: %2. Check them in the proxy options.</source>
        <translation>代理 %1 没有接受用户名和密码：%2。请在代理选项中检查。</translation>
    </message>
    <message>
        <source>The proxy %1 did not open a tunnel to %2: it answered %3. Its answer is in the row of the proxy.</source>
        <translation>代理 %1 没有打开到 %2 的隧道：它应答 %3。其应答在代理的那一行中。</translation>
    </message>
    <message>
        <source>after %1 bytes of its answer</source>
        <translation>在其应答的 %1 字节之后</translation>
    </message>
    <message>
        <source>The proxy %1 %2 %3. Check that this port is an HTTP proxy.</source>
        <translation>代理 %1 %L2（%L3）。请检查此端口是否为 HTTP 代理。</translation>
    </message>
    <message>
        <source>did not answer CONNECT</source>
        <translation>没有应答 CONNECT</translation>
    </message>
    <message>
        <source>did not finish its answer (%1 bytes of it came)</source>
        <translation>没有完成应答（到达了 %1 字节）</translation>
    </message>
    <message>
        <source>The proxy %1 %2 within %3. Check the proxy, or raise the time limit.</source>
        <translation>代理 %1 在 %3 内%L2。请检查代理，或放宽超时限制。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no kind of proxy: use http://, socks5://, system or none.</source>
        <translation>“%1” 不是代理的种类：请用 http://、socks5://、system 或 none。</translation>
    </message>
    <message>
        <source>A proxy is written like http://host:port, socks5://user:password@host:port, system or none.</source>
        <translation>代理写成 http://host:port、socks5://user:password@host:port、system 或 none。</translation>
    </message>
    <message>
        <source>general SOCKS server failure</source>
        <translation>SOCKS 服务器一般性故障</translation>
    </message>
    <message>
        <source>connection not allowed by ruleset</source>
        <translation>规则集不允许此连接</translation>
    </message>
    <message>
        <source>network unreachable</source>
        <translation>网络不可达</translation>
    </message>
    <message>
        <source>host unreachable</source>
        <translation>主机不可达</translation>
    </message>
    <message>
        <source>connection refused</source>
        <translation>连接被拒绝</translation>
    </message>
    <message>
        <source>TTL expired</source>
        <translation>TTL 已过期</translation>
    </message>
    <message>
        <source>command not supported</source>
        <translation>不支持该命令</translation>
    </message>
    <message>
        <source>address type not supported</source>
        <translation>不支持该地址类型</translation>
    </message>
    <message>
        <source>unassigned reply code</source>
        <translation>未分配的应答码</translation>
    </message>
    <message>
        <source>credentials refused</source>
        <translation>凭据被拒绝</translation>
    </message>
    <message>
        <source>The proxy %1 did not accept the user name and password. Check them in the proxy options.</source>
        <translation>代理 %1 没有接受用户名和密码。请在代理选项中检查。</translation>
    </message>
    <message>
        <source>The proxy %1 did not answer with SOCKS5; its first bytes are %2. Check that this port is a SOCKS5 proxy.</source>
        <translation>代理 %1 没有以 SOCKS5 应答；其最初的字节是 %2。请检查此端口是否为 SOCKS5 代理。</translation>
    </message>
    <message>
        <source>user name and password asked for</source>
        <translation>要求用户名和密码</translation>
    </message>
    <message>
        <source>The user name or the password for the proxy %1 is longer than the 255 bytes that SOCKS5 can carry.</source>
        <translation>代理 %1 的用户名或密码超过 SOCKS5 能够携带的 255 字节。</translation>
    </message>
    <message>
        <source>no acceptable method</source>
        <translation>没有可接受的方法</translation>
    </message>
    <message>
        <source>The proxy %1 wants credentials. Enter a user name and password for it in the proxy options.</source>
        <translation>代理 %1 需要凭据。请在代理选项中输入用户名和密码。</translation>
    </message>
    <message>
        <source>The proxy %1 takes neither a user name with password nor a client without. Ask for what it does take.</source>
        <translation>代理 %1 既不接受带密码的用户名，也不接受没有它们的客户端。请询问它接受什么。</translation>
    </message>
    <message>
        <source>method %1</source>
        <translation>方法 %1</translation>
    </message>
    <message>
        <source>The proxy %1 chose the method %2, which it was not offered.</source>
        <translation>代理 %1 选择了没有向它提供的方法 %2。</translation>
    </message>
    <message>
        <source>The proxy %1 answered the request with %2, which is not SOCKS5.</source>
        <translation>代理 %1 以 %2 应答请求，这不是 SOCKS5。</translation>
    </message>
    <message>
        <source>The proxy %1 did not connect to %2: %3.</source>
        <translation>代理 %1 没有连接到 %2：%L3。</translation>
    </message>
    <message>
        <source>The proxy %1 said that it connected, with an address of the unknown type %2.</source>
        <translation>代理 %1 说它已连接，但地址的类型 %2 未知。</translation>
    </message>
    <message>
        <source>the greeting</source>
        <translation>问候</translation>
    </message>
    <message>
        <source>user name and password</source>
        <translation>用户名和密码</translation>
    </message>
    <message>
        <source>the request to connect to %1</source>
        <translation>连接到 %1 的请求</translation>
    </message>
    <message>
        <source>The proxy %1 %2 instead of answering %3. Check that this port is a SOCKS5 proxy.</source>
        <translation>代理 %1 没有应答%L3，而是%L2。请检查此端口是否为 SOCKS5 代理。</translation>
    </message>
    <message>
        <source>The proxy %1 did not answer %2 within %3. Check the proxy, or raise the time limit.</source>
        <translation>代理 %1 没有在 %3 内应答%L2。请检查代理，或放宽超时限制。</translation>
    </message>
    <message>
        <source> (with user name and password, not recorded)</source>
        <translation> （带用户名和密码，未录制）</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 does not accept connections (%2). Check the port, and that the server runs.</source>
        <translation>%1 不接受连接（%2）。请检查端口，以及服务器是否在运行。</translation>
    </message>
    <message>
        <source>%1 cannot be reached (%2). Check the address and the network.</source>
        <translation>无法到达 %1（%2）。请检查地址和网络。</translation>
    </message>
    <message>
        <source>The %1 reset the TCP connection</source>
        <translation>%L1重置了 TCP 连接</translation>
    </message>
    <message>
        <source>The %1 ended TCP without a close frame</source>
        <translation>%L1没有发送 close 帧就结束了 TCP</translation>
    </message>
    <message>
        <source>%1, after %2 of %3 bytes of a frame.</source>
        <translation>%L1，当时一帧的 %3 字节中到达了 %2 字节。</translation>
    </message>
    <message>
        <source>The last %1 bytes were never sent: the %2 does not take them.</source>
        <translation>最后 %1 字节没有发送：%L2不接收它们。</translation>
    </message>
    <message>
        <source>The %1 broke the rule %2, see its row.</source>
        <translation>%L1违反了规则 %2，见其所在的行。</translation>
    </message>
    <message>
        <source>The %1 did not end TCP within %2 of the closing handshake; it was ended from here.</source>
        <translation>%L1没有在关闭握手后的 %2 内结束 TCP；已从本端结束。</translation>
    </message>
    <message>
        <source>The %1 did not answer the close frame within %2; TCP was ended from here.</source>
        <translation>%L1没有在 %2 内应答 close 帧；已从本端结束 TCP。</translation>
    </message>
    <message>
        <source>No pong answered the keep-alive ping within %1.</source>
        <translation>%1 内没有 pong 应答保活 ping。</translation>
    </message>
    <message>
        <source>Nothing can listen on %1 (%2). Choose another port or address.</source>
        <translation>无法在 %1 上监听（%2）。请选择另一个端口或地址。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>TLS was refused</source>
        <translation>TLS 被拒绝</translation>
    </message>
    <message>
        <source>the proxy asks for other credentials</source>
        <translation>代理要求其他凭据</translation>
    </message>
    <message>
        <source>bearer token</source>
        <translation>Bearer 令牌</translation>
    </message>
    <message>
        <source>header %1</source>
        <translation>头字段 %1</translation>
    </message>
    <message>
        <source>client certificate</source>
        <translation>客户端证书</translation>
    </message>
    <message>
        <source>TLS name %1</source>
        <translation>TLS 名称 %1</translation>
    </message>
    <message>
        <source>request written by hand</source>
        <translation>手写的请求</translation>
    </message>
    <message>
        <source>The header Authorization given by hand is sent; the %1 of the options are not.</source>
        <translation>发送手动给出的 Authorization 头字段；选项中的%L1不发送。</translation>
    </message>
    <message>
        <source>The bearer token is not sent: it has a control character, which no header can hold.</source>
        <translation>Bearer 令牌没有发送：它含有控制字符，头字段不能容纳。</translation>
    </message>
    <message>
        <source>The user name has a colon: the server takes what follows it for the password.</source>
        <translation>用户名中有冒号：服务器会把其后的内容当作密码。</translation>
    </message>
    <message>
        <source>No cookies of the profile %1 are sent: there is no place for cookies here.</source>
        <translation>没有发送档案 %1 的 Cookie：这里没有存放 Cookie 的地方。</translation>
    </message>
    <message>
        <source>The request&apos;s head is too large.</source>
        <translation>请求的头部太大。</translation>
    </message>
    <message>
        <source>The request is not HTTP.</source>
        <translation>请求不是 HTTP。</translation>
    </message>
    <message>
        <source>The request breaks the opening handshake.</source>
        <translation>请求违反起始握手。</translation>
    </message>
    <message>
        <source>The Host field names &quot;%1&quot;, which is no name of this listener.</source>
        <translation>Host 字段指明 “%1”，这不是此监听者的名称。</translation>
    </message>
    <message>
        <source>A page of &quot;%1&quot; may not connect here.</source>
        <translation>“%1” 的页面不得连接到这里。</translation>
    </message>
    <message>
        <source>The upgrade request was refused with %1: %2</source>
        <translation>升级请求被拒绝，状态 %1：%L2</translation>
    </message>
    <message>
        <source>Too many connections are open.</source>
        <translation>打开的连接太多。</translation>
    </message>
    <message>
        <source>The request was not whole within %1.</source>
        <translation>请求没有在 %1 内到齐。</translation>
    </message>
    <message>
        <source>The connection broke during the opening handshake (%1).</source>
        <translation>连接在起始握手期间中断（%1）。</translation>
    </message>
    <message>
        <source>Not sent: %1 bytes, because the connection is over.</source>
        <translation>未发送：%1 字节，因为连接已结束。</translation>
    </message>
    <message>
        <source>Connecting again was cancelled.</source>
        <translation>已取消重新连接。</translation>
    </message>
    <message>
        <source>Not connecting again by itself: %1.</source>
        <translation>不会自动重新连接：%L1。</translation>
    </message>
    <message>
        <source>Not connecting again by itself: %1 attempts in a row failed or did not stay open.</source>
        <translation>不会自动重新连接：连续 %1 次尝试失败或未能保持打开。</translation>
    </message>
    <message>
        <source>It ended long ago; its last rows say how.</source>
        <translation>它早已结束；其最后几行说明了经过。</translation>
    </message>
    <message>
        <source>of an unknown kind</source>
        <translation>种类未知</translation>
    </message>
    <message>
        <source>%1 %2 bits</source>
        <translation>%1 %2 位</translation>
    </message>
    <message>
        <source>Subject: %1</source>
        <translation>主体：%1</translation>
    </message>
    <message>
        <source>Issuer: %1</source>
        <translation>颁发者：%1</translation>
    </message>
    <message>
        <source>Names: %1</source>
        <translation>名称：%L1</translation>
    </message>
    <message>
        <source>Valid from: %1</source>
        <translation>有效期自：%1</translation>
    </message>
    <message>
        <source>Valid to: %1</source>
        <translation>有效期至：%1</translation>
    </message>
    <message>
        <source>Key: %1, signed with %2</source>
        <translation>密钥：%1，签名 %2</translation>
    </message>
    <message>
        <source>or accept this one certificate by its fingerprint.</source>
        <translation>或按其指纹接受这一张证书。</translation>
    </message>
    <message>
        <source>without a name</source>
        <translation>无名称</translation>
    </message>
    <message>
        <source>the certificate of %1 above it</source>
        <translation>其上一级 %1 的证书</translation>
    </message>
    <message>
        <source>%1 is signed with %2, which can be forged</source>
        <translation>%L1用 %2 签名，可被伪造</translation>
    </message>
    <message>
        <source>the key of %1 is too weak to trust: %2</source>
        <translation>%L1的密钥太弱，不可信任：%2</translation>
    </message>
    <message>
        <source>the certificate</source>
        <translation>该证书</translation>
    </message>
    <message>
        <source>Make the server a new certificate (a key of RSA 2048 bits or EC P-256, signed with SHA-256), %1</source>
        <translation>请为服务器制作新证书（RSA 2048 位或 EC P-256 的密钥，用 SHA-256 签名），%L1</translation>
    </message>
    <message>
        <source>Add its CA&apos;s file in the TLS options, %1</source>
        <translation>请在 TLS 选项中添加其 CA 的文件，%L1</translation>
    </message>
    <message>
        <source>no trusted CA stands behind it</source>
        <translation>证书不是由受信任的 CA 签发</translation>
    </message>
    <message>
        <source>somebody without a name</source>
        <translation>没有名称的某方</translation>
    </message>
    <message>
        <source>%1 expired on %2</source>
        <translation>%L1已于 %2 过期</translation>
    </message>
    <message>
        <source>This computer&apos;s clock says %1. Renew it on the server, %2</source>
        <translation>本机时钟显示 %1。请在服务器上续期，%L2</translation>
    </message>
    <message>
        <source>%1 is valid only from %2 on</source>
        <translation>%L1从 %2 起才有效</translation>
    </message>
    <message>
        <source>This computer&apos;s clock says %1; check it, %2</source>
        <translation>本机时钟显示 %1；请检查时钟，%L2</translation>
    </message>
    <message>
        <source>Connect by a name it has, set the server name in the TLS options, %1</source>
        <translation>请用证书中的名称连接，或在 TLS 选项中设置服务器名称，%L1</translation>
    </message>
    <message>
        <source>the TLS library says: %1</source>
        <translation>TLS 库的说法：%1</translation>
    </message>
    <message>
        <source>Check the server&apos;s certificate, %1</source>
        <translation>请检查服务器的证书，%L1</translation>
    </message>
    <message>
        <source>it is signed by itself, so nobody else vouches for it</source>
        <translation>这是自签名证书，没有其他方为它担保</translation>
    </message>
    <message>
        <source>If it is yours, add its file as a CA in the TLS options, %1</source>
        <translation>如果它是您的，请在 TLS 选项中将其文件添加为 CA，%L1</translation>
    </message>
    <message>
        <source>it is revoked, says its CA</source>
        <translation>其 CA 说它已被吊销</translation>
    </message>
    <message>
        <source>Do not trust this server; get it a new certificate.</source>
        <translation>不要信任此服务器；请为它取得新证书。</translation>
    </message>
    <message>
        <source>it is on the list of certificates that were given out wrongly</source>
        <translation>它在误发证书的名单上</translation>
    </message>
    <message>
        <source>the server sent none</source>
        <translation>服务器没有发送证书</translation>
    </message>
    <message>
        <source>Give the server a certificate.</source>
        <translation>请给服务器一张证书。</translation>
    </message>
    <message>
        <source>The certificate of %1 was refused: %2. %3</source>
        <translation>%1 的证书被拒绝：%L2。%L3</translation>
    </message>
    <message>
        <source>The client certificate cannot be used: %1 %2</source>
        <translation>客户端证书无法使用：%L1 %L2</translation>
    </message>
    <message>
        <source>cannot be read (%1). Choose another file in the TLS options.</source>
        <translation>无法读取（%1）。请在 TLS 选项中选择另一个文件。</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>没有给出原因</translation>
    </message>
    <message>
        <source>has its private key encrypted, and no passphrase was given. Enter the passphrase.</source>
        <translation>的私钥是加密的，而没有给出口令。请输入口令。</translation>
    </message>
    <message>
        <source>has its private key encrypted with another passphrase. Check the passphrase.</source>
        <translation>的私钥用另一个口令加密。请检查口令。</translation>
    </message>
    <message>
        <source>has a private key that cannot be read (%1). Choose another file.</source>
        <translation>的私钥无法读取（%1）。请选择另一个文件。</translation>
    </message>
    <message>
        <source>is neither PEM nor PKCS#12. Choose another file in the TLS options.</source>
        <translation>既不是 PEM 也不是 PKCS#12。请在 TLS 选项中选择另一个文件。</translation>
    </message>
    <message>
        <source>is encrypted, and no passphrase was given. Enter the passphrase.</source>
        <translation>是加密的，而没有给出口令。请输入口令。</translation>
    </message>
    <message>
        <source>is encrypted with another passphrase. Check the passphrase.</source>
        <translation>用另一个口令加密。请检查口令。</translation>
    </message>
    <message>
        <source>cannot be opened (%1). If it was made by an old program, make it anew: openssl pkcs12 -legacy.</source>
        <translation>无法打开（%1）。如果它由旧程序生成，请重新生成：openssl pkcs12 -legacy。</translation>
    </message>
    <message>
        <source>is a key, and no certificate was given. Name the certificate&apos;s file too.</source>
        <translation>是密钥，而没有给出证书。请同时指明证书的文件。</translation>
    </message>
    <message>
        <source>has a key of a kind that is not supported. Use an RSA or EC key.</source>
        <translation>的密钥种类不受支持。请使用 RSA 或 EC 密钥。</translation>
    </message>
    <message>
        <source>its files for TLS cannot be used</source>
        <translation>其 TLS 文件无法使用</translation>
    </message>
    <message>
        <source>Problem: %1</source>
        <translation>问题：%L1</translation>
    </message>
    <message>
        <source>Before: %1</source>
        <translation>之前：%1</translation>
    </message>
    <message>
        <source>of no use: %1</source>
        <translation>没有用处：%1</translation>
    </message>
    <message>
        <source>the server&apos;s certificate is refused</source>
        <translation>服务器的证书被拒绝</translation>
    </message>
    <message>
        <source> It is another certificate than at the last connection; that one was %1.</source>
        <translation> 它与上次连接时的证书不同；那一张是 %1。</translation>
    </message>
    <message>
        <source>The TLS handshake with %1 was not done within %2; %3. Check that this port speaks TLS, or raise the time limit.</source>
        <translation>与 %1 的 TLS 握手没有在 %2 内完成；%L3。请检查此端口是否使用 TLS，或放宽超时限制。</translation>
    </message>
    <message>
        <source>the server said nothing</source>
        <translation>服务器什么也没有说</translation>
    </message>
    <message>
        <source>the server&apos;s last message was </source>
        <translation>服务器的最后一条消息是 </translation>
    </message>
    <message>
        <source>the certificate lists the address %1</source>
        <translation>证书列出了地址 %1</translation>
    </message>
    <message>
        <source>the certificate&apos;s name %1 stands for %2</source>
        <translation>证书的名称 %1 代表 %2</translation>
    </message>
    <message>
        <source>the certificate lists the name %1</source>
        <translation>证书列出了名称 %1</translation>
    </message>
    <message>
        <source>the name %1 is in the certificate&apos;s common name alone, which browsers do not accept (RFC 9525 §2)</source>
        <translation>名称 %1 只在证书的通用名称中，浏览器不接受（RFC 9525 §2）</translation>
    </message>
    <message>
        <source>the certificate is for no name at all; not for %1</source>
        <translation>证书没有任何名称；不适用于 %1</translation>
    </message>
    <message>
        <source>%1 (its common name)</source>
        <translation>%1（其通用名称）</translation>
    </message>
    <message>
        <source>The CA file %1 cannot be read (%2). Choose another file in the TLS options.</source>
        <translation>CA 文件 %1 无法读取（%2）。请在 TLS 选项中选择另一个文件。</translation>
    </message>
    <message>
        <source>The CA file %1 has no certificate in PEM form in it. Choose another file in the TLS options.</source>
        <translation>CA 文件 %1 中没有 PEM 格式的证书。请在 TLS 选项中选择另一个文件。</translation>
    </message>
    <message>
        <source> It names no CA that it accepts.</source>
        <translation> 它没有指明接受哪些 CA。</translation>
    </message>
    <message>
        <source> It accepts certificates of: %1.</source>
        <translation> 它接受以下颁发者的证书：%L1。</translation>
    </message>
    <message>
        <source> Choose a certificate and its key in the TLS options.</source>
        <translation> 请在 TLS 选项中选择证书及其密钥。</translation>
    </message>
    <message>
        <source> Choose another certificate in the TLS options.</source>
        <translation> 请在 TLS 选项中选择另一张证书。</translation>
    </message>
    <message>
        <source>%1 demands a client certificate and got none: alert %2.</source>
        <translation>%1 要求客户端证书，而没有得到：警报 %2。</translation>
    </message>
    <message>
        <source>%1 did not accept the client certificate %2: alert %3.</source>
        <translation>%1 没有接受客户端证书 %2：警报 %3。</translation>
    </message>
    <message>
        <source>Check which versions and ciphers the server is set to.</source>
        <translation>请检查服务器设置了哪些版本和密码套件。</translation>
    </message>
    <message>
        <source>Update the server, or lower the least version in the TLS options (now %1).</source>
        <translation>请更新服务器，或在 TLS 选项中降低最低版本（现在为 %1）。</translation>
    </message>
    <message>
        <source>%1 has no TLS version in common with us: alert %2. %3</source>
        <translation>%1 与本端没有共同的 TLS 版本：警报 %2。%L3</translation>
    </message>
    <message>
        <source>%1 has no cipher, key exchange or signature in common with us: alert %2. %3</source>
        <translation>%1 与本端没有共同的密码套件、密钥交换或签名：警报 %2。%L3</translation>
    </message>
    <message>
        <source>%1 does not know the server name %2: alert %3. Set the server name in the TLS options.</source>
        <translation>%1 不认识服务器名称 %2：警报 %3。请在 TLS 选项中设置服务器名称。</translation>
    </message>
    <message>
        <source>%1 ended the TLS handshake with the alert %2. Its log may say why.</source>
        <translation>%1 以警报 %2 结束了 TLS 握手。其日志可能说明原因。</translation>
    </message>
    <message>
        <source>before it sent anything of TLS</source>
        <translation>在它发送任何 TLS 内容之前</translation>
    </message>
    <message>
        <source>after its message %1</source>
        <translation>在其消息 %1 之后</translation>
    </message>
    <message>
        <source>%1 %2 during the TLS handshake, %3. Check that this port speaks TLS.</source>
        <translation>%1 在 TLS 握手期间%L2，%L3。请检查此端口是否使用 TLS。</translation>
    </message>
    <message>
        <source>wrong version number</source>
        <translation>版本号错误</translation>
    </message>
    <message>
        <source>%1 does not speak TLS on this port. Try ws:// instead of wss://.</source>
        <translation>%1 在此端口上不使用 TLS。请把 wss:// 换成 ws:// 再试。</translation>
    </message>
    <message>
        <source>%1 chose a TLS version below the least one allowed here; we ended it with alert %2. %3</source>
        <translation>%1 选择的 TLS 版本低于此处允许的最低版本；本端以警报 %2 结束。%L3</translation>
    </message>
    <message>
        <source>What %1 sent in the TLS handshake is not in order (%2); we ended it with alert %3, %4.</source>
        <translation>%1 在 TLS 握手中发送的内容有误（%2）；本端以警报 %3 结束，%L4。</translation>
    </message>
    <message>
        <source>The TLS handshake with %1 failed %2 (%3). Check that this port speaks TLS.</source>
        <translation>与 %1 的 TLS 握手失败，%L2（%3）。请检查此端口是否使用 TLS。</translation>
    </message>
    <message>
        <source>%1 ended TLS with the alert %2 before it answered the upgrade request. Its log may say why.</source>
        <translation>%1 在应答升级请求之前以警报 %2 结束了 TLS。其日志可能说明原因。</translation>
    </message>
    <message>
        <source>What %1 sent after the TLS handshake is not in order (%2); we ended it with alert %3.</source>
        <translation>%1 在 TLS 握手之后发送的内容有误（%2）；本端以警报 %3 结束。</translation>
    </message>
    <message>
        <source>It had asked for a client certificate and got none, which is likely why.</source>
        <translation>它曾要求客户端证书而没有得到，这很可能就是原因。</translation>
    </message>
    <message>
        <source>It had asked for a client certificate; likely it does not accept %1.</source>
        <translation>它曾要求客户端证书；很可能它不接受 %1。</translation>
    </message>
    <message>
        <source>In TLS the server asked for a client certificate and got none.</source>
        <translation>在 TLS 中服务器要求客户端证书，而没有得到。</translation>
    </message>
    <message>
        <source>In TLS the server asked for a client certificate and got %1.</source>
        <translation>在 TLS 中服务器要求客户端证书，得到了 %1。</translation>
    </message>
    <message>
        <source>message %1</source>
        <translation>消息 %1</translation>
    </message>
    <message>
        <source>normal closure</source>
        <translation>正常关闭</translation>
    </message>
    <message>
        <source>going away</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>protocol error</source>
        <translation>协议错误</translation>
    </message>
    <message>
        <source>unsupported data</source>
        <translation>不支持的数据</translation>
    </message>
    <message>
        <source>reserved</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>no status received</source>
        <translation>未收到状态码</translation>
    </message>
    <message>
        <source>abnormal closure</source>
        <translation>异常关闭</translation>
    </message>
    <message>
        <source>invalid payload data</source>
        <translation>载荷数据无效</translation>
    </message>
    <message>
        <source>policy violation</source>
        <translation>违反策略</translation>
    </message>
    <message>
        <source>message too big</source>
        <translation>消息太大</translation>
    </message>
    <message>
        <source>mandatory extension</source>
        <translation>缺少必需的扩展</translation>
    </message>
    <message>
        <source>internal error</source>
        <translation>内部错误</translation>
    </message>
    <message>
        <source>service restart</source>
        <translation>服务重启</translation>
    </message>
    <message>
        <source>try again later</source>
        <translation>请稍后再试</translation>
    </message>
    <message>
        <source>bad gateway</source>
        <translation>网关错误</translation>
    </message>
    <message>
        <source>TLS handshake failed</source>
        <translation>TLS 握手失败</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>reserved for the protocol</source>
        <translation>为协议保留</translation>
    </message>
    <message>
        <source>registered for libraries and applications</source>
        <translation>供库和应用注册使用</translation>
    </message>
    <message>
        <source>private use</source>
        <translation>私有使用</translation>
    </message>
    <message>
        <source>out of range</source>
        <translation>超出范围</translation>
    </message>
    <message>
        <source>The payload of the close frame is %1 byte; a close code has two.</source>
        <translation>close 帧的载荷为 %1 字节；关闭码有两个字节。</translation>
    </message>
    <message>
        <source>A close frame is empty or begins with a code of two bytes. One byte is a sender&apos;s mistake; there is no code to be read.</source>
        <translation>close 帧为空，或以两个字节的关闭码开头。只有一个字节是发送方的错误；没有可读取的关闭码。</translation>
    </message>
    <message>
        <source>The close code %1 must not be sent in a close frame.</source>
        <translation>关闭码 %1 不得在 close 帧中发送。</translation>
    </message>
    <message>
        <source>Codes 1000 to 1014 (without 1004 to 1006) are defined, 3000 to 4999 are for libraries and programs. This code is reserved, or only for local use, and must not be on the wire.</source>
        <translation>关闭码 1000 到 1014（不含 1004 到 1006）已有定义，3000 到 4999 供库和程序使用。此关闭码是保留的，或仅供本地使用，不得出现在线路上。</translation>
    </message>
    <message>
        <source>The close frame has no close code; this counts as 1005.</source>
        <translation>close 帧没有关闭码；视为 1005。</translation>
    </message>
    <message>
        <source>A close frame may be empty. Programs then see the code 1005, which is never sent itself.</source>
        <translation>close 帧可以为空。程序此时看到关闭码 1005，而它本身从不发送。</translation>
    </message>
    <message>
        <source>Invalid UTF-8 in the close reason, at its byte %1.</source>
        <translation>关闭原因从其第 %1 字节起不是有效的 UTF-8。</translation>
    </message>
    <message>
        <source>The sender has sent a close frame already; nothing may follow it.</source>
        <translation>发送方已发送过 close 帧；其后不得再有任何内容。</translation>
    </message>
    <message>
        <source>After its close frame an end sends nothing more. A second thread of the sender still writes, or the sender does not know its own state. It is recorded; a receiver ignores it.</source>
        <translation>一端在其 close 帧之后不再发送任何内容。发送方的另一个线程仍在写入，或发送方不清楚自己的状态。内容已录制；接收方会忽略它。</translation>
    </message>
    <message>
        <source>The answer to the close frame has another code than the close frame.</source>
        <translation>对 close 帧的应答与该 close 帧的关闭码不同。</translation>
    </message>
    <message>
        <source>The answer to a close frame usually repeats its code. Another code is allowed; it tells what the answering end thinks of the ending.</source>
        <translation>对 close 帧的应答通常重复其关闭码。允许用另一个关闭码；它表明应答一端对结束的看法。</translation>
    </message>
    <message>
        <source>No ping asked for this pong.</source>
        <translation>没有 ping 要求这个 pong。</translation>
    </message>
    <message>
        <source>A pong without a ping is allowed and serves as a sign of life. It needs no answer.</source>
        <translation>没有 ping 的 pong 是允许的，用作存活信号。它不需要应答。</translation>
    </message>
    <message>
        <source>The pong&apos;s payload is not the payload of the ping it should answer.</source>
        <translation>pong 的载荷不是它应当应答的 ping 的载荷。</translation>
    </message>
    <message>
        <source>A pong repeats the payload of the ping it answers. Another payload does not count as an answer; the sender invents it or mixes up connections.</source>
        <translation>pong 重复它所应答的 ping 的载荷。载荷不同则不算应答；发送方自行编造，或弄混了连接。</translation>
    </message>
    <message>
        <source>No pong answered the ping within %1 ms.</source>
        <translation>%1 ms 内没有 pong 应答 ping。</translation>
    </message>
    <message>
        <source>Opcode %1 is reserved.</source>
        <translation>操作码 %1 是保留的。</translation>
    </message>
    <message>
        <source>The opcode says what a frame is; this one has no meaning yet. Most often the reader and the sender disagree about where a frame begins, or the sender&apos;s library has a fault. The payload is shown and the next frame is found as usual.</source>
        <translation>操作码说明帧是什么；这个操作码还没有含义。最常见的原因是读写双方对帧的起点看法不一，或发送方的库有缺陷。载荷照样显示，下一帧照常查找。</translation>
    </message>
    <message>
        <source>RSV1 is set, and no agreed extension gives it a meaning here.</source>
        <translation>RSV1 已置位，但没有协商的扩展在此赋予它含义。</translation>
    </message>
    <message>
        <source>RSV1 marks compressed messages, and compression was not agreed on this connection. The sender compresses without asking, or believes that its extension was accepted.</source>
        <translation>RSV1 标记压缩消息，而此连接没有协商压缩。发送方未经协商就压缩，或以为其扩展已被接受。</translation>
    </message>
    <message>
        <source>RSV2 is set, and no agreed extension gives it a meaning.</source>
        <translation>RSV2 已置位，但没有协商的扩展赋予它含义。</translation>
    </message>
    <message>
        <source>RSV2 belongs to extensions, and none that uses it was agreed. The sender has a fault, or another extension is at work than the handshake says.</source>
        <translation>RSV2 属于扩展，而没有协商使用它的扩展。发送方有缺陷，或实际起作用的扩展与握手所说的不同。</translation>
    </message>
    <message>
        <source>RSV3 is set, and no agreed extension gives it a meaning.</source>
        <translation>RSV3 已置位，但没有协商的扩展赋予它含义。</translation>
    </message>
    <message>
        <source>RSV3 belongs to extensions, and none that uses it was agreed. The sender has a fault, or another extension is at work than the handshake says.</source>
        <translation>RSV3 属于扩展，而没有协商使用它的扩展。发送方有缺陷，或实际起作用的扩展与握手所说的不同。</translation>
    </message>
    <message>
        <source>RSV1 is set on a control frame; control frames are never compressed.</source>
        <translation>控制帧上置位了 RSV1；控制帧从不压缩。</translation>
    </message>
    <message>
        <source>Compression works on messages; pings, pongs and close frames are never compressed. The sender sets the bit by mistake.</source>
        <translation>压缩作用于消息；ping、pong 和 close 帧从不压缩。发送方误置了此位。</translation>
    </message>
    <message>
        <source>The length %1 is written in a longer form than it needs.</source>
        <translation>长度 %1 的书写形式比需要的更长。</translation>
    </message>
    <message>
        <source>A length below 126 has seven bits, one below 65,536 has sixteen; longer forms for them are forbidden, since filters could be deceived by them. The frame is read as it says.</source>
        <translation>小于 126 的长度用 7 位，小于 65,536 的用 16 位；禁止使用更长的形式，因为可借此欺骗过滤设备。此帧按其所示读取。</translation>
    </message>
    <message>
        <source>The top bit of the 64-bit length is set, so the end of the frame cannot be known.</source>
        <translation>64 位长度的最高位已置位，因此无法知道帧在哪里结束。</translation>
    </message>
    <message>
        <source>A length with its top bit set stands for more bytes than can exist. Where the next frame begins is unknown, so what follows is shown as raw bytes. Nearly always the sender or the place in the stream is wrong.</source>
        <translation>最高位置位的长度代表的字节数不可能存在。下一帧的起点未知，因此其后的内容显示为原始字节。几乎总是发送方有误，或流中的位置不对。</translation>
    </message>
    <message>
        <source>The frame is masked; a server must not mask.</source>
        <translation>此帧有掩码；服务器不得使用掩码。</translation>
    </message>
    <message>
        <source>Only clients mask. A server that masks has taken the wrong role, often because the same code is used for both ends. The payload is shown unmasked and as it came.</source>
        <translation>只有客户端使用掩码。使用掩码的服务器弄错了角色，常见原因是两端使用同一份代码。载荷以去掩码和原样两种形式显示。</translation>
    </message>
    <message>
        <source>The frame is not masked; a client must mask every frame.</source>
        <translation>此帧没有掩码；客户端必须对每一帧使用掩码。</translation>
    </message>
    <message>
        <source>Clients must mask every frame, so that no proxy can be deceived by chosen bytes. This one did not; a strict server closes with 1002.</source>
        <translation>客户端必须对每一帧使用掩码，这样就无法用选定的字节欺骗代理。此帧没有；严格的服务器会以 1002 关闭。</translation>
    </message>
    <message>
        <source>The masking key can be predicted: it is zero or the last %1 masked frames all have it.</source>
        <translation>掩码密钥可以预测：它为零，或最近 %1 个有掩码的帧都用它。</translation>
    </message>
    <message>
        <source>The masking key should be new and random for each frame. A key of zeros or the same key again lets a page choose the bytes on the wire. Tools do that for convenience; a client for others should not.</source>
        <translation>每一帧的掩码密钥都应是新的随机值。全零或重复的密钥使页面能够选定线路上的字节。工具为方便而这样做；供他人使用的客户端不应如此。</translation>
    </message>
    <message>
        <source>FIN is not set on a control frame; control frames must not be fragmented.</source>
        <translation>控制帧上没有置位 FIN；控制帧不得分片。</translation>
    </message>
    <message>
        <source>Pings, pongs and close frames are always one frame with FIN set, so that they can pass between fragments of a message. It is treated as one whole control frame.</source>
        <translation>ping、pong 和 close 帧始终是一个置位 FIN 的帧，这样它们可以在消息的分片之间传送。它被视为一个完整的控制帧。</translation>
    </message>
    <message>
        <source>The control frame declares %1 bytes of payload; the most it may have is 125.</source>
        <translation>控制帧声明了 %1 字节的载荷；上限是 125。</translation>
    </message>
    <message>
        <source>Control frames are short, so that any end can answer them at once. The frame&apos;s end is known all the same and what follows is read.</source>
        <translation>控制帧很短，使任何一端都能立即应答。帧的结尾仍然已知，其后的内容照常读取。</translation>
    </message>
    <message>
        <source>The stream ended inside the frame; %1 bytes of its payload are missing.</source>
        <translation>流在帧内结束；缺少其载荷的 %1 字节。</translation>
    </message>
    <message>
        <source>The connection ended before the frame was whole. The sender crashed or was cut off, or it declared a length that it never meant to send. The bytes that came are kept.</source>
        <translation>连接在帧完整之前结束。发送方崩溃或被切断，或声明了它从未打算发送的长度。到达的字节已保留。</translation>
    </message>
    <message>
        <source>The stream ended inside a frame header, after %1 of its bytes.</source>
        <translation>流在帧头内结束，其时到达了 %1 字节。</translation>
    </message>
    <message>
        <source>The connection ended within the first 14 bytes of a frame. There is no telling how long it would have been. The bytes that came are kept.</source>
        <translation>连接在一帧的前 14 字节内结束。无法得知它会有多长。到达的字节已保留。</translation>
    </message>
    <message>
        <source>A continuation frame, and no fragmented message to continue.</source>
        <translation>延续帧，但没有可延续的分片消息。</translation>
    </message>
    <message>
        <source>A continuation frame carries on a message, and none was open. The sender&apos;s first fragment had FIN set, or it forgot the opcode of the message.</source>
        <translation>延续帧接续一条消息，而当时没有未完成的消息。发送方的第一个分片置位了 FIN，或忘记了消息的操作码。</translation>
    </message>
    <message>
        <source>A new message begins while a fragmented one is unfinished.</source>
        <translation>分片消息尚未结束，新消息就开始了。</translation>
    </message>
    <message>
        <source>The fragments of a message must not be mixed with another message. Two threads of the sender often write to the connection at the same time. Both messages are shown, the older one stays unfinished.</source>
        <translation>一条消息的分片不得与另一条消息混在一起。常见原因是发送方的两个线程同时写入连接。两条消息都会显示，较早的一条保持未完成。</translation>
    </message>
    <message>
        <source>The stream ended before the last frame of a fragmented message.</source>
        <translation>流在分片消息的最后一帧之前结束。</translation>
    </message>
    <message>
        <source>The last frame of the message, with FIN set, never came. The receiver cannot use what it has; it is kept here.</source>
        <translation>消息的最后一帧（置位 FIN）从未到达。接收方无法使用已有的部分；它已保留在这里。</translation>
    </message>
    <message>
        <source>Invalid UTF-8 at byte %1 of the message.</source>
        <translation>消息从第 %1 字节起不是有效的 UTF-8。</translation>
    </message>
    <message>
        <source>Text messages must be UTF-8. The byte named here cannot stand at its place: another encoding, binary data sent as text, or a text cut in its middle. Send binary data as binary messages.</source>
        <translation>文本消息必须是 UTF-8。此处指出的字节不能出现在那里：编码不同、二进制数据当作文本发送，或文本从中间截断。二进制数据请作为二进制消息发送。</translation>
    </message>
    <message>
        <source>The text ends inside the character that begins at byte %1 of the message.</source>
        <translation>文本在字符内部结束，该字符始于消息的第 %1 字节。</translation>
    </message>
    <message>
        <source>The message ends within a character. The sender has cut a text by bytes instead of characters.</source>
        <translation>消息在字符内部结束。发送方按字节而不是按字符截断了文本。</translation>
    </message>
    <message>
        <source>The text holds a NUL, a noncharacter or a byte order mark at byte %1 of the message.</source>
        <translation>文本在消息的第 %1 字节处含有 NUL、非字符或字节顺序标记。</translation>
    </message>
    <message>
        <source>A NUL, a noncharacter or a byte order mark is legal UTF-8 and seldom meant. A receiver written in C may stop at the NUL.</source>
        <translation>NUL、非字符或字节顺序标记是合法的 UTF-8，但很少是有意的。用 C 编写的接收方可能在 NUL 处停下。</translation>
    </message>
    <message>
        <source>RSV1 is set on a continuation frame; only the first frame of a message may have it.</source>
        <translation>延续帧上置位了 RSV1；只有消息的第一帧可以有它。</translation>
    </message>
    <message>
        <source>RSV1 says for the whole message that it is compressed and stands on its first frame only. The sender marks each fragment by mistake.</source>
        <translation>RSV1 说明整条消息是压缩的，只出现在其第一帧上。发送方误将每个分片都作了标记。</translation>
    </message>
    <message>
        <source>The compressed data is not DEFLATE; %1 bytes were inflated before the bad place.</source>
        <translation>压缩数据不是 DEFLATE；在损坏处之前解压了 %1 字节。</translation>
    </message>
    <message>
        <source>What the message holds cannot be inflated. The sender compressed wrongly, a byte was changed on the way, or the message is not compressed at all. What could be inflated and the compressed bytes are kept.</source>
        <translation>消息的内容无法解压。发送方压缩有误、途中有字节被更改，或消息根本没有压缩。能解压的部分和压缩的字节都已保留。</translation>
    </message>
    <message>
        <source>The compressed data refers to an earlier message, and it was agreed that it would not; %1 bytes were inflated.</source>
        <translation>压缩数据引用了之前的消息，而已协商不这样做；解压了 %1 字节。</translation>
    </message>
    <message>
        <source>It was agreed to compress each message by itself, and this one refers to an earlier message. The sender did not reset its compressor. Receivers that keep no context fail here.</source>
        <translation>已协商单独压缩每条消息，而这条消息引用了之前的消息。发送方没有重置其压缩器。不保留上下文的接收方在此会失败。</translation>
    </message>
    <message>
        <source>The compressed data refers farther back than the agreed window, first after %1 inflated bytes.</source>
        <translation>压缩数据向前引用的距离超出协商的窗口，首次出现在解压 %1 字节之后。</translation>
    </message>
    <message>
        <source>The two ends agreed how far back compressed data may refer, and this message goes farther. A receiver with a window of that size cannot inflate it; here it is shown all the same. The sender&apos;s compressor has a larger window than it promised.</source>
        <translation>双方协商了压缩数据可以向前引用多远，而这条消息超出了。窗口为该大小的接收方无法解压它；这里仍然显示。发送方压缩器的窗口比它承诺的大。</translation>
    </message>
    <message>
        <source>The message ends inside its compressed data; %1 bytes were inflated.</source>
        <translation>消息在其压缩数据内结束；解压了 %1 字节。</translation>
    </message>
    <message>
        <source>Inflating stopped at its limit, after %1 bytes.</source>
        <translation>解压到达限制而停止，其时解压了 %1 字节。</translation>
    </message>
    <message>
        <source>The message grows beyond the limit for its size or its ratio, as a compression bomb does. Inflating stopped so that memory and time stay bounded; the compressed bytes are kept and you may go on to disk.</source>
        <translation>消息增长到超出大小或压缩比的限制，压缩炸弹就是这样。解压已停止，使内存和时间有界；压缩的字节已保留，您可以继续解压到磁盘。</translation>
    </message>
    <message>
        <source>The message cannot be inflated: the compression context is unknown since row %1.</source>
        <translation>消息无法解压：从第 %1 行起压缩上下文未知。</translation>
    </message>
    <message>
        <source>Each message may refer to the ones before, and one of those could not be inflated. Frames go on to be recorded; to read them connect again, or agree on no context takeover.</source>
        <translation>每条消息都可以引用之前的消息，而其中一条无法解压。帧会继续录制；要读取它们，请重新连接，或协商不使用上下文接管。</translation>
    </message>
    <message>
        <source>The status is %1, not 101: the server did not switch to WebSocket.</source>
        <translation>状态是 %1，不是 101：服务器没有切换到 WebSocket。</translation>
    </message>
    <message>
        <source>The server understood HTTP and answered something else than 101, so no WebSocket connection came to be. The status, the fields and the body say why: a redirect, a login, a wrong path. Correct the URL or the request and connect again.</source>
        <translation>服务器理解 HTTP，但应答不是 101，因此没有建立 WebSocket 连接。状态、字段和正文说明原因：重定向、登录、路径错误。请改正 URL 或请求后重新连接。</translation>
    </message>
    <message>
        <source>The HTTP version is not 1.1.</source>
        <translation>HTTP 版本不是 1.1。</translation>
    </message>
    <message>
        <source>The first line is not an HTTP status line.</source>
        <translation>第一行不是 HTTP 状态行。</translation>
    </message>
    <message>
        <source>What answers on this port does not speak HTTP, or not rightly: another protocol, TLS on a plain port, or a broken server. The bytes are kept as they came. Check the port and whether wss is needed.</source>
        <translation>此端口上应答的不是 HTTP，或不是正确的 HTTP：可能是另一种协议、明文端口上的 TLS，或有故障的服务器。字节按到达时的原样保留。请检查端口，以及是否需要 wss。</translation>
    </message>
    <message>
        <source>The status line has no space after the status code.</source>
        <translation>状态行的状态码之后没有空格。</translation>
    </message>
    <message>
        <source>After the three digits of the status a space must follow, even when no words come after it. Some small servers leave it out. It does no harm here; strict HTTP readers may refuse it.</source>
        <translation>状态的三位数字之后必须有空格，即使其后没有文字。一些小型服务器会略去它。在这里无害；严格的 HTTP 读取方可能拒绝。</translation>
    </message>
    <message>
        <source>The first line is not an HTTP request line.</source>
        <translation>第一行不是 HTTP 请求行。</translation>
    </message>
    <message>
        <source>The first line of a request is a method, a target that begins with a slash, and a version. What came is no such line, so the request cannot be understood; it was answered with 400.</source>
        <translation>请求的第一行由方法、以斜杠开头的目标和版本组成。到达的不是这样的行，因此无法理解该请求；已以 400 应答。</translation>
    </message>
    <message>
        <source>The method of the request is not GET.</source>
        <translation>请求的方法不是 GET。</translation>
    </message>
    <message>
        <source>The opening handshake is always a GET. A browser form, a scanner or a wrongly configured client sends another method. It was answered with 405.</source>
        <translation>起始握手始终是 GET。浏览器表单、扫描器或配置错误的客户端会发送另一种方法。已以 405 应答。</translation>
    </message>
    <message>
        <source>The Host field is missing, repeated or not a host.</source>
        <translation>Host 字段缺失、重复或不是主机。</translation>
    </message>
    <message>
        <source>The Upgrade field is missing.</source>
        <translation>缺少 Upgrade 字段。</translation>
    </message>
    <message>
        <source>The Upgrade field says to which protocol the connection changes. Often a proxy on the way has removed it, because it is a hop-by-hop field: let the proxy pass Upgrade and Connection on.</source>
        <translation>Upgrade 字段说明连接切换到哪种协议。它是逐跳字段，常被途中的代理移除：请让代理传递 Upgrade 和 Connection。</translation>
    </message>
    <message>
        <source>The Upgrade field does not say websocket.</source>
        <translation>Upgrade 字段没有写 websocket。</translation>
    </message>
    <message>
        <source>The Upgrade field must say websocket, in upper or lower case. Another word means that the two ends speak of another protocol.</source>
        <translation>Upgrade 字段必须写 websocket，大小写均可。写成其他词意味着双方说的是另一种协议。</translation>
    </message>
    <message>
        <source>The Connection field is missing or does not list Upgrade.</source>
        <translation>Connection 字段缺失，或没有列出 Upgrade。</translation>
    </message>
    <message>
        <source>The Connection field must list the word Upgrade; other words such as keep-alive may stand beside it. A proxy that does not know WebSocket usually replaces this field.</source>
        <translation>Connection 字段必须列出 Upgrade 一词；其他词（如 keep-alive）可以与它并列。不认识 WebSocket 的代理通常会替换此字段。</translation>
    </message>
    <message>
        <source>The Sec-WebSocket-Key field is missing.</source>
        <translation>缺少 Sec-WebSocket-Key 字段。</translation>
    </message>
    <message>
        <source>Without Sec-WebSocket-Key the server cannot prove that it read a WebSocket request. The client is no WebSocket client, or its library leaves the field out.</source>
        <translation>没有 Sec-WebSocket-Key，服务器就无法证明它读到了 WebSocket 请求。该客户端不是 WebSocket 客户端，或其库略去了此字段。</translation>
    </message>
    <message>
        <source>The Sec-WebSocket-Version is not 13.</source>
        <translation>Sec-WebSocket-Version 不是 13。</translation>
    </message>
    <message>
        <source>The Sec-WebSocket-Accept field is missing.</source>
        <translation>缺少 Sec-WebSocket-Accept 字段。</translation>
    </message>
    <message>
        <source>The server must prove with Sec-WebSocket-Accept that it read this request. Without it a cache or a plain web server may have answered. Frames are still decoded; a strict client refuses.</source>
        <translation>服务器必须用 Sec-WebSocket-Accept 证明它读到了这个请求。没有它，应答的可能是缓存或普通的 Web 服务器。帧仍会解码；严格的客户端会拒绝。</translation>
    </message>
    <message>
        <source>The Sec-WebSocket-Accept value is not the one for the key that was sent.</source>
        <translation>Sec-WebSocket-Accept 的值与发送的 Key 不符。</translation>
    </message>
    <message>
        <source>The value is computed from the key of this very request. A wrong one comes from a cached or replayed answer, from a proxy that changed the key, or from a fault in the server&apos;s code. Compare both values in Handshake.</source>
        <translation>该值由这个请求的 Key 算出。错误的值来自缓存或重放的应答、更改了 Key 的代理，或服务器代码的缺陷。请在“握手”中比较两个值。</translation>
    </message>
    <message>
        <source>The Sec-WebSocket-Accept field appears more than once.</source>
        <translation>Sec-WebSocket-Accept 字段出现多次。</translation>
    </message>
    <message>
        <source>The field may stand once only. Two of them come from two programs that both answer the upgrade, such as a server and the proxy before it.</source>
        <translation>该字段只能出现一次。出现两个，说明有两个程序都应答了升级，例如服务器和它前面的代理。</translation>
    </message>
    <message>
        <source>A field that may appear only once is repeated.</source>
        <translation>只能出现一次的字段重复了。</translation>
    </message>
    <message>
        <source>A field with one value stands twice, and readers differ in which they take. Usually two layers of a server both add it; let one of them do it.</source>
        <translation>只有一个值的字段出现两次，读取方对采用哪一个做法不一。通常是服务器的两层都添加了它；请只让其中一层添加。</translation>
    </message>
    <message>
        <source>The response names an extension that was not offered.</source>
        <translation>响应指明了没有提议过的扩展。</translation>
    </message>
    <message>
        <source>A server may only choose among the extensions that the client offered. The client does not know this one, so frames changed by it may be misread.</source>
        <translation>服务器只能在客户端提议的扩展中选择。客户端不认识这个扩展，因此被它改动的帧可能会被误读。</translation>
    </message>
    <message>
        <source>An extension parameter is unknown, repeated, lacking, or has a value it cannot have.</source>
        <translation>扩展参数未知、重复、缺失，或具有它不能有的值。</translation>
    </message>
    <message>
        <source>The parameter named here is none of permessage-deflate&apos;s, stands twice, or has a value outside its range; or one that was offered is not in the answer. The column points at it. A strict end refuses the handshake rather than misread compressed data.</source>
        <translation>此处指出的参数不属于 permessage-deflate、出现两次，或其值超出范围；或者提议过的参数不在应答中。列号指向它。严格的一端宁可拒绝握手，也不误读压缩数据。</translation>
    </message>
    <message>
        <source>The response names a subprotocol that was not offered.</source>
        <translation>响应指明了没有提议过的子协议。</translation>
    </message>
    <message>
        <source>The server may only choose one of the subprotocols the client offered, letter by letter; upper and lower case differ. The two ends may now speak different languages over this connection.</source>
        <translation>服务器只能选择客户端提议的子协议之一，逐字母相同，区分大小写。双方现在可能在此连接上说不同的语言。</translation>
    </message>
    <message>
        <source>The response names more than one subprotocol.</source>
        <translation>响应指明了多个子协议。</translation>
    </message>
    <message>
        <source>The answer names exactly one subprotocol or none. A server that sends the whole list back has not chosen; the client cannot know which one holds.</source>
        <translation>应答只指明一个子协议，或不指明。把整个列表发回的服务器没有作出选择；客户端无法知道以哪个为准。</translation>
    </message>
    <message>
        <source>A line ends with LF alone instead of CR LF.</source>
        <translation>有一行只以 LF 结束，而不是 CR LF。</translation>
    </message>
    <message>
        <source>HTTP lines end with CR LF. LF alone is accepted by many readers, and readers that disagree about line ends can be led to see different requests. Send CR LF.</source>
        <translation>HTTP 的行以 CR LF 结束。许多读取方接受单独的 LF，而对行尾看法不一的读取方可能被引导看到不同的请求。请发送 CR LF。</translation>
    </message>
    <message>
        <source>A CR stands alone, without LF after it.</source>
        <translation>有单独的 CR，其后没有 LF。</translation>
    </message>
    <message>
        <source>A CR without LF inside a line is read as a space by some programs and as a line end by others. That difference is used to smuggle fields past a proxy.</source>
        <translation>行内没有 LF 的 CR，有些程序当作空格，有些当作行尾。这种差异被用来绕过代理夹带字段。</translation>
    </message>
    <message>
        <source>The head holds a control or non-ASCII byte.</source>
        <translation>头部含有控制字符或非 ASCII 字节。</translation>
    </message>
    <message>
        <source>Names and values of fields are visible ASCII. A control byte or a byte above 7F is read differently by different programs; encode such text, for example in percent form.</source>
        <translation>字段的名称和值是可见的 ASCII。控制字符或大于 7F 的字节在不同程序中读法不同；请对这类文本编码，例如百分号形式。</translation>
    </message>
    <message>
        <source>Line %1 is not a header field of the form name: value.</source>
        <translation>第 %1 行不是 name: value 形式的头字段。</translation>
    </message>
    <message>
        <source>A header line is a name, a colon directly after it, and a value. A space before the colon or a missing colon makes proxies and servers disagree about what the line says.</source>
        <translation>头字段行是名称、紧随其后的冒号和值。冒号前有空格或缺少冒号，会使代理和服务器对该行的含义看法不一。</translation>
    </message>
    <message>
        <source>The head is larger than this program reads.</source>
        <translation>头部大于本程序所读取的上限。</translation>
    </message>
    <message>
        <source>More bytes or fields came than any sane head has, so reading of it stopped. It guards memory and time against an endless head. What came up to here is kept.</source>
        <translation>到达的字节或字段比任何合理的头部都多，因此停止读取。这样可防止无尽的头部耗尽内存和时间。到此为止的内容已保留。</translation>
    </message>
    <message>
        <source>The other side ended the connection before its head was whole. It crashed, gave up, or a device on the way cut the connection. The bytes that came are kept.</source>
        <translation>另一端在其头部完整之前结束了连接。它崩溃、放弃，或途中的设备切断了连接。到达的字节已保留。</translation>
    </message>
    <message>
        <source>The client sent data before the server&apos;s handshake response.</source>
        <translation>客户端在服务器的握手响应之前发送了数据。</translation>
    </message>
    <message>
        <source>A client must wait for the server&apos;s answer before it sends frames, because the server may refuse. Bytes that come earlier may be read as another HTTP request by a proxy.</source>
        <translation>客户端必须等到服务器应答后才发送帧，因为服务器可能拒绝。过早到达的字节可能被代理当作另一个 HTTP 请求。</translation>
    </message>
    <message>
        <source>Line %1 continues the field of the line before it.</source>
        <translation>第 %1 行接续上一行的字段。</translation>
    </message>
    <message>
        <source>A header line that begins with a space continues the line before it. This old form is forbidden today, because programs differ in how they read it.</source>
        <translation>以空格开头的头字段行接续上一行。这种旧形式现已禁止，因为各程序的读法不同。</translation>
    </message>
    <message>
        <source>The request target is a whole URL.</source>
        <translation>请求目标是完整的 URL。</translation>
    </message>
    <message>
        <source>The request names the whole URL instead of the path alone, as requests to a proxy do. It is allowed and understood.</source>
        <translation>请求指明完整的 URL 而不只是路径，像发给代理的请求那样。这是允许的，也能理解。</translation>
    </message>
    <message>
        <source>The Sec-WebSocket-Protocol field is not a list of tokens that each appear once.</source>
        <translation>Sec-WebSocket-Protocol 字段不是各出现一次的标记列表。</translation>
    </message>
    <message>
        <source>The field holds names separated by commas, each of them once and made of letters, digits and a few signs. Something else stands there, so the choice would be ambiguous.</source>
        <translation>该字段是以逗号分隔的名称，每个只出现一次，由字母、数字和少数符号组成。这里是其他内容，因此选择会有歧义。</translation>
    </message>
    <message>
        <source>The Sec-WebSocket-Accept value answers the key of connection %1.</source>
        <translation>Sec-WebSocket-Accept 的值应答的是连接 %1 的 Key。</translation>
    </message>
    <message>
        <source>The accept value is right for a key that this capture saw on another connection. Somebody answers from a store: a cache or a proxy that treats the upgrade like a page.</source>
        <translation>该 Accept 值对应此捕获在另一个连接上见过的 Key。有人从存储中应答：把升级当作页面处理的缓存或代理。</translation>
    </message>
    <message>
        <source>The Host field names another machine; this port serves this machine only.</source>
        <translation>Host 字段指明另一台机器；此端口只服务本机。</translation>
    </message>
    <message>
        <source>A browser was led to this machine under another name, which is how a web page reaches into local programs (DNS rebinding). The connection was refused with 403. Use localhost or the address that this port listens on.</source>
        <translation>浏览器以另一个名称被引到本机，网页就是这样触及本地程序的（DNS 重绑定）。连接已以 403 拒绝。请使用 localhost，或此端口监听的地址。</translation>
    </message>
    <message>
        <source>The Origin field names a web page that may not connect here.</source>
        <translation>Origin 字段指明的网页不得连接到这里。</translation>
    </message>
    <message>
        <source>A web page of another site asked for this connection. It was refused with 403, so that no page can use a local program behind its user&apos;s back. Allow the origin by name if you trust it.</source>
        <translation>另一个站点的网页请求了此连接。它已以 403 拒绝，使任何页面都不能背着用户使用本地程序。如果您信任该源，请按名称允许它。</translation>
    </message>
    <message>
        <source>Too many connections are open; %1 may be.</source>
        <translation>打开的连接太多；上限为 %1。</translation>
    </message>
    <message>
        <source>The listener was at its limit, so this connection was refused with 503. Half-open requests count as well. Close what is not needed, or try again later.</source>
        <translation>监听者已到上限，因此以 503 拒绝了此连接。半开的请求也计算在内。请关闭不需要的连接，或稍后再试。</translation>
    </message>
    <message>
        <source>The status %1 is only on the way: the final answer follows.</source>
        <translation>状态 %1 只是中间状态：最终应答随后到来。</translation>
    </message>
    <message>
        <source>An answer with a status from 100 to 199, other than 101, says that the server is at work. A client reads on until the final answer comes.</source>
        <translation>状态为 100 到 199（101 除外）的应答表示服务器正在处理。客户端会继续读取，直到最终应答到来。</translation>
    </message>
    <message>
        <source>The request had no Sec-WebSocket-Key, so no Sec-WebSocket-Accept can be expected.</source>
        <translation>请求没有 Sec-WebSocket-Key，因此不能期望 Sec-WebSocket-Accept。</translation>
    </message>
    <message>
        <source>The accept value is made from the key of the request. This request was written without one, so nothing can be said about the server&apos;s value.</source>
        <translation>Accept 值由请求的 Key 生成。这个请求没有 Key，因此无法对服务器的值作出判断。</translation>
    </message>
    <message>
        <source>The TCP connection was reset.</source>
        <translation>TCP 连接被重置。</translation>
    </message>
    <message>
        <source>The other side dropped the connection at once: its process died, it closed with data unread, or a firewall cut in. Whatever it had not delivered is lost.</source>
        <translation>另一端立即断开了连接：其进程已终止、在还有未读数据时关闭，或防火墙介入。它尚未送达的内容都已丢失。</translation>
    </message>
    <message>
        <source>The TCP connection ended without a close frame; this counts as 1006.</source>
        <translation>TCP 连接结束，没有 close 帧；视为 1006。</translation>
    </message>
    <message>
        <source>The connection ended without a closing handshake, so neither end can know that all was received. A crash, a kill, a proxy&apos;s time limit and a lazy program all look like this.</source>
        <translation>连接没有经过关闭握手就结束，因此双方都无法知道是否全部收到。崩溃、被终止、代理的超时和偷懒的程序都会是这样。</translation>
    </message>
    <message>
        <source>The capture lacks %1 bytes of the stream here.</source>
        <translation>捕获在此缺少流的 %1 字节。</translation>
    </message>
    <message>
        <source>The TCP connection was refused.</source>
        <translation>TCP 连接被拒绝。</translation>
    </message>
    <message>
        <source>The machine answered that nobody listens on this port. Start the server, or check the port.</source>
        <translation>该机器应答说此端口上没有程序在监听。请启动服务器，或检查端口。</translation>
    </message>
    <message>
        <source>The address cannot be reached.</source>
        <translation>无法到达该地址。</translation>
    </message>
    <message>
        <source>No way leads to this address: no network, a wrong address, or a firewall. Other addresses of the same name are tried as well.</source>
        <translation>没有通向该地址的路径：没有网络、地址错误或防火墙。同一名称的其他地址也会尝试。</translation>
    </message>
    <message>
        <source>Nothing came for %1 s.</source>
        <translation>%1 s 内没有收到任何内容。</translation>
    </message>
    <message>
        <source>For this time neither data nor a sign of life came. The peer may be silent, or the way may be dead; a ping tells which.</source>
        <translation>在此期间既没有数据也没有存活信号。对端可能只是沉默，或路径已断；发送 ping 可以分辨。</translation>
    </message>
    <message>
        <source>The host name was not resolved.</source>
        <translation>主机名没有解析。</translation>
    </message>
    <message>
        <source>The name has no address, or the name server did not answer. Check the spelling and the network; a name in other letters is shown as it is looked up.</source>
        <translation>该名称没有地址，或域名服务器没有应答。请检查拼写和网络；含其他文字的名称按查询时的形式显示。</translation>
    </message>
    <message>
        <source>TCP was not connected within %1 ms.</source>
        <translation>TCP 没有在 %1 ms 内连接。</translation>
    </message>
    <message>
        <source>The proxy did not open the tunnel within %1 ms.</source>
        <translation>代理没有在 %1 ms 内打开隧道。</translation>
    </message>
    <message>
        <source>The TLS handshake was not done within %1 ms.</source>
        <translation>TLS 握手没有在 %1 ms 内完成。</translation>
    </message>
    <message>
        <source>TCP is connected and TLS did not come to an end. Often the port does not speak TLS and waits for a request itself: try ws instead of wss.</source>
        <translation>TCP 已连接，而 TLS 没有完成。常见原因是该端口不使用 TLS，而是自己在等待请求：请把 wss 换成 ws 再试。</translation>
    </message>
    <message>
        <source>The opening handshake was not done within %1 ms.</source>
        <translation>起始握手没有在 %1 ms 内完成。</translation>
    </message>
    <message>
        <source>The closing handshake was not done within %1 ms.</source>
        <translation>关闭握手没有在 %1 ms 内完成。</translation>
    </message>
    <message>
        <source>The other end did not finish the closing handshake, so TCP was ended from here. It hangs, or it does not answer close frames.</source>
        <translation>另一端没有完成关闭握手，因此从本端结束了 TCP。它已停滞，或不应答 close 帧。</translation>
    </message>
    <message>
        <source>The proxy refused the tunnel (%1).</source>
        <translation>代理拒绝了隧道（%1）。</translation>
    </message>
    <message>
        <source>The proxy, not the server, said no. Its answer is shown: it forbids this host or port, cannot reach it, or cannot look up its name.</source>
        <translation>拒绝的是代理，而不是服务器。其应答已显示：它禁止此主机或端口、无法到达它，或无法解析其名称。</translation>
    </message>
    <message>
        <source>The proxy asks for credentials (%1).</source>
        <translation>代理要求凭据（%1）。</translation>
    </message>
    <message>
        <source>The proxy wants a user name and a password, or did not accept those it got. Enter them in Options, with the kind of login that the proxy names.</source>
        <translation>代理需要用户名和密码，或没有接受所得到的。请在“选项”中输入，并选择代理指明的登录种类。</translation>
    </message>
    <message>
        <source>The proxy&apos;s answer is not one.</source>
        <translation>代理的应答无法识别。</translation>
    </message>
    <message>
        <source>What answered on the proxy&apos;s port is not a proxy of the kind chosen. Check kind, host and port in Options. The bytes that came are shown.</source>
        <translation>在代理端口上应答的不是所选种类的代理。请在“选项”中检查种类、主机和端口。到达的字节已显示。</translation>
    </message>
    <message>
        <source>The certificate is signed by itself.</source>
        <translation>这是自签名证书。</translation>
    </message>
    <message>
        <source>Nobody but the server itself vouches for this certificate, as is usual in tests. Check its fingerprint with its owner, then accept this one certificate, or add it as a CA in Options.</source>
        <translation>除服务器自己之外没有其他方为此证书担保，这在测试中很常见。请向其所有者核对指纹，然后接受这一张证书，或在“选项”中将它添加为 CA。</translation>
    </message>
    <message>
        <source>The certificate is not signed by a trusted CA.</source>
        <translation>证书不是由受信任的 CA 签发。</translation>
    </message>
    <message>
        <source>The chain ends at an authority that this machine does not know, or the server does not send the certificates between. Add the authority&apos;s file in Options, or correct the server&apos;s chain.</source>
        <translation>证书链止于本机不认识的颁发机构，或服务器没有发送中间证书。请在“选项”中添加该机构的文件，或改正服务器的证书链。</translation>
    </message>
    <message>
        <source>The certificate has expired.</source>
        <translation>证书已过期。</translation>
    </message>
    <message>
        <source>The time of the certificate is over, or the clock of this machine is wrong. Its owner must renew it.</source>
        <translation>证书的有效期已过，或本机时钟有误。其所有者必须续期。</translation>
    </message>
    <message>
        <source>The certificate is not valid yet.</source>
        <translation>证书尚未生效。</translation>
    </message>
    <message>
        <source>The certificate begins later than now. Mostly the clock of this machine or of the issuer is wrong.</source>
        <translation>证书的生效时间晚于现在。多数情况是本机或颁发者的时钟有误。</translation>
    </message>
    <message>
        <source>The certificate is for other names than the host&apos;s.</source>
        <translation>证书用于其他名称，而不是该主机的名称。</translation>
    </message>
    <message>
        <source>The certificate names other hosts than the one asked for. The name or the server is wrong, or somebody stands between. Names in the certificate are shown; a name can be set in Options.</source>
        <translation>证书指明的主机与请求的不同。名称或服务器有误，或有人处于中间。证书中的名称已显示；可在“选项”中设置名称。</translation>
    </message>
    <message>
        <source>The certificate is revoked.</source>
        <translation>证书已被吊销。</translation>
    </message>
    <message>
        <source>The issuer has taken the certificate back, mostly because its key leaked. Do not go on; its owner must get a new one.</source>
        <translation>颁发者已收回证书，多数情况是其密钥泄露。不要继续；其所有者必须取得新证书。</translation>
    </message>
    <message>
        <source>A key or signature of the chain is too weak to trust.</source>
        <translation>证书链中有密钥或签名太弱，不可信任。</translation>
    </message>
    <message>
        <source>A key this short or a signature of this kind can be forged. The owner must get a certificate with a key and a signature of today.</source>
        <translation>这么短的密钥或这种签名可被伪造。所有者必须取得符合当今标准的密钥和签名的证书。</translation>
    </message>
    <message>
        <source>The certificate was refused.</source>
        <translation>证书被拒绝。</translation>
    </message>
    <message>
        <source>The server asks for a client certificate and did not accept what it got.</source>
        <translation>服务器要求客户端证书，没有接受得到的证书。</translation>
    </message>
    <message>
        <source>TLS was not agreed on: no version, cipher or protocol in common, or no TLS at all.</source>
        <translation>没有协商 TLS：没有共同的版本、密码套件或协议，或根本没有 TLS。</translation>
    </message>
    <message>
        <source>The two ends found no version, cipher or protocol that both take. The server is too old or too new, or the port does not speak TLS. The lowest version can be set in Options.</source>
        <translation>双方没有找到都接受的版本、密码套件或协议。服务器太旧或太新，或该端口不使用 TLS。最低版本可在“选项”中设置。</translation>
    </message>
    <message>
        <source>The peer ended TLS with alert %1.</source>
        <translation>对端以警报 %1 结束了 TLS。</translation>
    </message>
    <message>
        <source>The other side ended TLS and gave this number as its reason. Its own log usually says more.</source>
        <translation>另一端结束了 TLS，并以此编号作为原因。它自己的日志通常说得更多。</translation>
    </message>
    <message>
        <source>An exception was made for this certificate.</source>
        <translation>已为此证书设立例外。</translation>
    </message>
    <message>
        <source>The certificate did not verify and was accepted by your decision, for this host and this certificate only. The connection is encrypted; with whom is for you to know.</source>
        <translation>证书未通过验证，因您的决定而被接受，仅限此主机和这一张证书。连接是加密的；与谁连接由您自己判断。</translation>
    </message>
    <message>
        <source>The certificate is another than at the last connection to this host.</source>
        <translation>证书与上次连接此主机时的不同。</translation>
    </message>
    <message>
        <source>Servers renew certificates from time to time, and so does somebody who stands between. Both fingerprints are shown: compare them if the change was not expected.</source>
        <translation>服务器会不时续期证书，处于中间的人也会更换证书。两个指纹都已显示：如果没有预料到更换，请比较它们。</translation>
    </message>
    <message>
        <source>The library accepts this old form; browsers refuse it. The owner should get a certificate that lists its names as subject alternative names.</source>
        <translation>库接受这种旧形式；浏览器会拒绝。所有者应取得将其名称列为主体备用名称的证书。</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>This finding has no description.</source>
        <translation>此检查结果没有说明。</translation>
    </message>
    <message>
        <source>A newer version of the program may know it.</source>
        <translation>较新版本的程序可能认识它。</translation>
    </message>
    <message>
        <source>Opening handshake</source>
        <translation>起始握手</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Ping and pong</source>
        <translation>ping 和 pong</translation>
    </message>
    <message>
        <source>TCP and names</source>
        <translation>TCP 和名称</translation>
    </message>
    <message>
        <source>Time limits</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Proxies</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>invalid distance too far back</source>
        <translation>invalid distance too far back</translation>
    </message>
    <message>
        <source>the oldest, %1, is not deleted: another program records to it</source>
        <translation>最旧的 %1 没有删除：另一个程序正在向它录制</translation>
    </message>
    <message>
        <source>the oldest, %1, could not be deleted: %2</source>
        <translation>最旧的 %1 无法删除：%2</translation>
    </message>
    <message>
        <source>the oldest, %1 with rows %2-%3, was dropped</source>
        <translation>最旧的 %1 已删除，含第 %2-%3 行</translation>
    </message>
    <message>
        <source>%1 is no value of %2; use %3, or 0 to 15</source>
        <translation>%1 不是 %2 的值：%3，或 0 到 15</translation>
    </message>
    <message>
        <source>%1 is no value of %2; use one of %3</source>
        <translation>%1 不是 %2 的值：%3</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>等于</translation>
    </message>
    <message>
        <source>less</source>
        <translation>小于</translation>
    </message>
    <message>
        <source>greater</source>
        <translation>大于</translation>
    </message>
    <message>
        <source>set</source>
        <translation>已设置</translation>
    </message>
    <message>
        <source>%1, at %2</source>
        <translation>%L1，位置 %2</translation>
    </message>
    <message>
        <source>%1 (did you mean %2?), at %3</source>
        <translation>%L1（您是指 %2 吗？），位置 %3</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>connected to %1</source>
        <translation>已连接到 %1</translation>
    </message>
    <message>
        <source>connection from %1</source>
        <translation>来自 %1 的连接</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>已验证</translation>
    </message>
    <message>
        <source>secured</source>
        <translation>已加密</translation>
    </message>
    <message>
        <source>secured: %1</source>
        <translation>已加密：%1</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>失败：%1</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>由%1发起</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>closed: %1</source>
        <translation>已关闭：%1</translation>
    </message>
    <message>
        <source>waiting: %1 bytes are there, %2 are needed</source>
        <translation>等待中：已到 %1 字节，需要 %2 字节</translation>
    </message>
    <message>
        <source>The way led through the proxy %1.</source>
        <translation>经由代理 %1。</translation>
    </message>
    <message>
        <source>The server answered %1 instead of 101.</source>
        <translation>服务器应答 %1，而不是 101。</translation>
    </message>
    <message>
        <source> It asks for credentials and does not say which.</source>
        <translation> 它要求凭据，但没有说明是哪种。</translation>
    </message>
    <message>
        <source> It asks for credentials: %1.</source>
        <translation> 它要求凭据：%1。</translation>
    </message>
    <message>
        <source> A proxy on the way asks for credentials and does not say which.</source>
        <translation> 途中的代理要求凭据，但没有说明是哪种。</translation>
    </message>
    <message>
        <source> A proxy on the way asks for credentials: %1.</source>
        <translation> 途中的代理要求凭据：%1。</translation>
    </message>
    <message>
        <source> It speaks the WebSocket versions %1.</source>
        <translation> 它使用的 WebSocket 版本是 %1。</translation>
    </message>
    <message>
        <source> It speaks the WebSocket versions %1; no version was asked for.</source>
        <translation> 它使用的 WebSocket 版本是 %1；请求中没有指明版本。</translation>
    </message>
    <message>
        <source> It speaks the WebSocket versions %1; ours is %2.</source>
        <translation> 它使用的 WebSocket 版本是 %1；本端的是 %2。</translation>
    </message>
    <message>
        <source>%1 reset the connection %2.</source>
        <translation>%1 %L2重置了连接。</translation>
    </message>
    <message>
        <source>%1 ended the connection %2.</source>
        <translation>%1 %L2结束了连接。</translation>
    </message>
    <message>
        <source>server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Closed from here without a code.</source>
        <translation>已从本端关闭，没有关闭码。</translation>
    </message>
    <message>
        <source>Closed from here with code %1 (%2).</source>
        <translation>已从本端以关闭码 %1（%L2）关闭。</translation>
    </message>
    <message>
        <source>Closed from here with code %1 (%2): %3.</source>
        <translation>已从本端以关闭码 %1（%L2）关闭：%3。</translation>
    </message>
    <message>
        <source>The %1 closed the connection without a code.</source>
        <translation>%L1关闭了连接，没有关闭码。</translation>
    </message>
    <message>
        <source>The %1 closed the connection with code %2 (%3).</source>
        <translation>%L1关闭了连接，关闭码 %2（%L3）。</translation>
    </message>
    <message>
        <source>The %1 closed the connection with code %2 (%3): %4.</source>
        <translation>%L1关闭了连接，关闭码 %2（%L3）：%4。</translation>
    </message>
    <message>
        <source>The client reset the connection after %1 bytes, before its request was whole.</source>
        <translation>客户端在 %1 字节之后重置了连接，其请求尚不完整。</translation>
    </message>
    <message>
        <source>The client ended the connection after %1 bytes, before its request was whole.</source>
        <translation>客户端在 %1 字节之后结束了连接，其请求尚不完整。</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 及另外 %2 个</translation>
    </message>
    <message>
        <source>in %1 the * is not the whole first label, so it stands for nothing</source>
        <translation>%1 中的 * 不是完整的第一个标签，因此不代表任何内容</translation>
    </message>
    <message>
        <source>%1 is too wide to stand for anything</source>
        <translation>%1 太宽，不代表任何内容</translation>
    </message>
    <message>
        <source>%1 does not stand for %2 itself</source>
        <translation>%1 不代表 %2 本身</translation>
    </message>
    <message>
        <source>the * of %1 stands for one label only</source>
        <translation>%1 的 * 只代表一个标签</translation>
    </message>
    <message>
        <source>an address must be listed as an IP address; names do not count</source>
        <translation>地址必须作为 IP 地址列出；名称不算</translation>
    </message>
    <message>
        <source>its common name does not count, because the certificate lists names: RFC 6125 §6.4.4</source>
        <translation>其通用名称不算，因为证书列出了名称：RFC 6125 §6.4.4</translation>
    </message>
    <message>
        <source>the certificate is for %1; not for %2</source>
        <translation>证书用于 %L1；不用于 %2</translation>
    </message>
    <message>
        <source>the certificate is for %1; not for %2 (%3)</source>
        <translation>证书用于 %L1；不用于 %2（%L3）</translation>
    </message>
    <message>
        <source>%1 %2 after TLS, before it answered the upgrade request. %3</source>
        <translation>%1 在 TLS 之后、应答升级请求之前%L2。%L3</translation>
    </message>
    <message>
        <source>loading was stopped at offset %1</source>
        <translation>加载在偏移 %1 处停止</translation>
    </message>
    <message>
        <source>%1 became shorter while it was read: %2 bytes were read and %3 are left. It is not followed any more; open it again to see what it holds now.</source>
        <translation>%1 在读取时变短了：已读 %2 字节，剩下 %3 字节。不再跟随它；要查看它现在的内容，请重新打开。</translation>
    </message>
    <message>
        <source>%1 was removed, or another file took its place, while it was read. It is not followed any more; open it again to see what it holds now.</source>
        <translation>%1 在读取时被移除，或被另一个文件取代。不再跟随它；要查看它现在的内容，请重新打开。</translation>
    </message>
    <message>
        <source>The URL is longer than %1 characters.</source>
        <translation>URL 超过 %1 个字符。</translation>
    </message>
    <message>
        <source>The URL holds half of a surrogate pair, which is no character.</source>
        <translation>URL 含有半个代理对，这不是字符。</translation>
    </message>
    <message>
        <source>The URL has a space or control character (U+%1) at position %2. Write it percent-encoded (a space is %20).</source>
        <translation>URL 在位置 %2 处有空格或控制字符（U+%1）。请用百分号编码（空格为 %20）。</translation>
    </message>
    <message>
        <source>The URL has a backslash at position %1. Use / instead.</source>
        <translation>URL 在位置 %1 处有反斜杠。请改用 /。</translation>
    </message>
    <message>
        <source>The URL has a fragment (# at position %1), which a WebSocket URL must not have. Remove it, or write # as %23.</source>
        <translation>URL 有片段（# 在位置 %1），WebSocket URL 不得有片段。请去掉它，或把 # 写成 %23。</translation>
    </message>
    <message>
        <source>The % at position %1 of the URL is not followed by two hex digits. Write a percent sign as %25.</source>
        <translation>URL 位置 %1 处的 % 之后不是两个十六进制数字。百分号请写成 %25。</translation>
    </message>
    <message>
        <source>Two slashes must follow &quot;%1:&quot;.</source>
        <translation>“%1:” 之后必须有两个斜杠。</translation>
    </message>
    <message>
        <source>The scheme &quot;%1&quot; is not one of ws, wss, http, https and ws+unix.</source>
        <translation>方案 “%1” 不是 ws、wss、http、https 或 ws+unix 之一。</translation>
    </message>
    <message>
        <source>A Unix domain socket is named by its whole path: ws+unix:/path/of/socket:/resource, or ws+unix://%2Fpath%2Fof%2Fsocket/resource.</source>
        <translation>Unix 域套接字以完整路径指明：ws+unix:/path/of/socket:/resource，或 ws+unix://%2Fpath%2Fof%2Fsocket/resource。</translation>
    </message>
    <message>
        <source>&quot;[%1]&quot; is not an IPv6 address.</source>
        <translation>“[%1]” 不是 IPv6 地址。</translation>
    </message>
    <message>
        <source>The zone of &quot;[%1]&quot; is not the name of an interface.</source>
        <translation>“[%1]” 的区域不是接口的名称。</translation>
    </message>
    <message>
        <source>The URL has no host name.</source>
        <translation>URL 没有主机名。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a host name that can be looked up.</source>
        <translation>“%1” 不是可以解析的主机名。</translation>
    </message>
    <message>
        <source>The host name &quot;%1&quot; has a character that no host name may have: %2</source>
        <translation>主机名 “%1” 含有主机名不能有的字符：%2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a host name: a part between dots is empty or longer than 63 bytes, or the whole is longer than 253.</source>
        <translation>“%1” 不是主机名：点之间的某部分为空或超过 63 字节，或整体超过 253 字节。</translation>
    </message>
    <message>
        <source>The port &quot;%1&quot; is not a number.</source>
        <translation>端口 “%1” 不是数字。</translation>
    </message>
    <message>
        <source>The port %1 is outside 1-65535.</source>
        <translation>端口 %1 超出 1-65535。</translation>
    </message>
    <message>
        <source>The IPv6 address has no closing bracket.</source>
        <translation>IPv6 地址没有右方括号。</translation>
    </message>
    <message>
        <source>After the bracket of an IPv6 address only :port may follow.</source>
        <translation>IPv6 地址的方括号之后只能是 :port。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has more than one colon. Put an IPv6 address in brackets: [::1]:8080.</source>
        <translation>“%1” 有多个冒号。请把 IPv6 地址放在方括号中：[::1]:8080。</translation>
    </message>
    <message>
        <source>The URL is empty. Write one like wss://example.com/path.</source>
        <translation>URL 为空。请写成 wss://example.com/path 的形式。</translation>
    </message>
    <message>
        <source>cannot make a temporary file for the frame index in %1: %2</source>
        <translation>无法在 %1 中为帧索引创建临时文件：%2</translation>
    </message>
    <message>
        <source>cannot put the file in place as %1: %2</source>
        <translation>无法将文件放到 %1：%2</translation>
    </message>
    <message>
        <source>the file is cut in the middle of its last packet, %1 bytes ignored</source>
        <translation>文件在其最后一个数据包中间被截断，忽略 %1 字节</translation>
    </message>
    <message>
        <source>the recording goes on in %1</source>
        <translation>录制在 %1 中继续</translation>
    </message>
    <message>
        <source>This connection began in an earlier file, before %1</source>
        <translation>此连接始于更早的文件，在 %1 之前</translation>
    </message>
    <message>
        <source>a key in double quotes is expected here</source>
        <translation>此处应是带双引号的键</translation>
    </message>
    <message>
        <source>a control character stands unescaped in a string</source>
        <translation>字符串中有未转义的控制字符</translation>
    </message>
    <message>
        <source>a regular expression stands in quotes</source>
        <translation>正则表达式要放在引号中</translation>
    </message>
    <message>
        <source>one of a list in braces</source>
        <translation>花括号列表中的一个</translation>
    </message>
    <message>
        <source>of a frame in a message: the row that the message begins with</source>
        <translation>消息中的帧：消息开始处的行</translation>
    </message>
    <message>
        <source>the same as text in UTF-8</source>
        <translation>同上，作为 UTF-8 文本</translation>
    </message>
    <message>
        <source>a list in braces must follow &quot;in&quot;</source>
        <translation>“in” 之后必须是花括号列表</translation>
    </message>
    <message>
        <source>a key is missing in %1</source>
        <translation>%1 中缺少键</translation>
    </message>
    <message>
        <source>only numbers have an order in JSON</source>
        <translation>JSON 中只有数字有次序</translation>
    </message>
    <message>
        <source>User name and password cannot stand in a WebSocket URL. Remove what is before the @ and add a header &quot;Authorization: Basic ...&quot; instead.</source>
        <translation>WebSocket URL 中不能有用户名和密码。请去掉 @ 之前的内容，改为添加头字段 “Authorization: Basic ...”。</translation>
    </message>
    <message>
        <source>The stream ended in the first line of the head, after %1 bytes.</source>
        <translation>流在头部的第一行中结束，其时到达了 %1 字节。</translation>
    </message>
    <message>
        <source>The stream ended in the header fields, after %1 bytes.</source>
        <translation>流在头字段中结束，其时到达了 %1 字节。</translation>
    </message>
    <message>
        <source>Enter a user name and password for it in the proxy options.</source>
        <translation>请在代理选项中为它输入用户名和密码。</translation>
    </message>
    <message>
        <source>Check the user name and password in the proxy options.</source>
        <translation>请在代理选项中检查用户名和密码。</translation>
    </message>
    <message>
        <source>Connecting again in %1 (attempt %2).</source>
        <translation>%1 后重新连接（第 %L2 次尝试）。</translation>
    </message>
    <message>
        <source>is too large for a certificate or key. Choose another file in the TLS options.</source>
        <translation>对证书或密钥来说太大。请在 TLS 选项中选择另一个文件。</translation>
    </message>
    <message>
        <source>has no private key in it. Name the file with the key of the certificate too.</source>
        <translation>中没有私钥。请同时指明证书密钥的文件。</translation>
    </message>
    <message>
        <source>has no certificate in PEM form in it. Choose another file in the TLS options.</source>
        <translation>中没有 PEM 格式的证书。请在 TLS 选项中选择另一个文件。</translation>
    </message>
    <message>
        <source>has a private key that does not belong to the certificate in %1. Choose the key that the certificate was made for.</source>
        <translation>的私钥不属于 %1 中的证书。请选择制作该证书所用的密钥。</translation>
    </message>
    <message>
        <source>has no certificate that belongs to a key in it. Choose another file.</source>
        <translation>中没有与其密钥相配的证书。请选择另一个文件。</translation>
    </message>
    <message>
        <source>has no private key in it. Export the certificate together with its key.</source>
        <translation>中没有私钥。请将证书连同其密钥一起导出。</translation>
    </message>
    <message>
        <source>The reason in a close frame is UTF-8 text of at most 123 bytes. Usually the sender cut a longer text within a character.</source>
        <translation>close 帧中的原因是最多 123 字节的 UTF-8 文本。通常是发送方在字符内部截断了更长的文本。</translation>
    </message>
    <message>
        <source>The other end did not answer a ping in time. It hangs, is very busy, or the way to it is dead without either end having noticed.</source>
        <translation>另一端没有及时应答 ping。它已停滞、非常繁忙，或通向它的路径已断而双方都没有察觉。</translation>
    </message>
    <message>
        <source>The compressed data stops in the middle of a block, although the message is complete. The sender lost the end, or it did not flush its compressor. The text up to there is shown.</source>
        <translation>压缩数据在一个块的中间停止，而消息是完整的。发送方丢失了结尾，或没有刷新其压缩器。到该处为止的文本已显示。</translation>
    </message>
    <message>
        <source>The Sec-WebSocket-Key is not 16 bytes in Base64.</source>
        <translation>Sec-WebSocket-Key 不是 16 字节的 Base64。</translation>
    </message>
    <message>
        <source>The key must be 16 bytes in Base64, which is 24 characters with two equal signs at the end. A wrong one shows a faulty or hand-written client.</source>
        <translation>Key 必须是 16 字节的 Base64，即 24 个字符，以两个等号结尾。错误的 Key 表明客户端有缺陷或是手写的。</translation>
    </message>
    <message>
        <source>Version 13 is the only one in use since 2011. A client with another number is very old or tests the server; the answer is 426 and names version 13.</source>
        <translation>自 2011 年以来只使用版本 13。使用其他编号的客户端非常旧，或在测试服务器；应答为 426 并指明版本 13。</translation>
    </message>
    <message>
        <source>The stream ended in the head, after %1 bytes.</source>
        <translation>流在头部中结束，其时到达了 %1 字节。</translation>
    </message>
    <message>
        <source>Part of the stream is not in this capture file, so frames cannot be told apart any more. The recording was begun late or lost packets. What follows is shown as raw bytes.</source>
        <translation>流的一部分不在此捕获文件中，因此无法再区分各帧。录制开始得太晚，或丢失了数据包。其后的内容显示为原始字节。</translation>
    </message>
    <message>
        <source>The machine did not answer the TCP connection in time. It is off, a firewall swallows the packets, or the address is wrong. The limit can be raised in Options.</source>
        <translation>该机器没有及时应答 TCP 连接。它已关机、防火墙吞掉了数据包，或地址有误。可在“选项”中放宽限制。</translation>
    </message>
    <message>
        <source>The proxy took the connection and did not open the tunnel in time. It may hang on the server&apos;s side. The limit can be raised in Options.</source>
        <translation>代理接受了连接，但没有及时打开隧道。可能停滞在服务器一侧。可在“选项”中放宽限制。</translation>
    </message>
    <message>
        <source>The answer to the upgrade was not whole in time, whether nothing came or it trickled in. The limit is for the whole handshake, so single bytes do not prolong it. It can be raised in Options.</source>
        <translation>对升级的应答没有及时到齐，不论是什么都没到，还是一点点到达。该限制针对整个握手，单个字节不会延长它。可在“选项”中放宽。</translation>
    </message>
    <message>
        <source>The certificate could not be verified for the reason given in the row. Nothing was sent after it.</source>
        <translation>证书因该行给出的原因无法验证。其后没有发送任何内容。</translation>
    </message>
    <message>
        <source>The server lets in only clients with a certificate that it knows. Choose one with its key in Options; the issuers that it accepts are shown where it named them.</source>
        <translation>服务器只允许持有它所认识的证书的客户端进入。请在“选项”中选择证书及其密钥；它接受的颁发者在它指明之处显示。</translation>
    </message>
    <message>
        <source>The certificate names the host in its common name alone.</source>
        <translation>证书只在其通用名称中指明该主机。</translation>
    </message>
    <message>
        <source>server_no_context_takeover was offered, and the answer does not repeat it.</source>
        <translation>提议了 server_no_context_takeover，而应答没有重复它。</translation>
    </message>
    <message>
        <source>server_max_window_bits was offered, and the answer does not have it.</source>
        <translation>提议了 server_max_window_bits，而应答没有它。</translation>
    </message>
    <message>
        <source>%1 does not speak http/1.1, the only protocol offered (ALPN): alert %2. Find the port or name under which it serves HTTP/1.1.</source>
        <translation>%1 不使用 http/1.1，而这是唯一提供的协议（ALPN）：警报 %2。请找到它提供 HTTP/1.1 的端口或名称。</translation>
    </message>
    <message>
        <source>WebSocket over TCP begins with HTTP/1.1. An old proxy or a hand-written server may still say HTTP/1.0 or something else. Everything is decoded all the same; a strict end refuses it.</source>
        <translation>TCP 上的 WebSocket 以 HTTP/1.1 开始。旧代理或手写的服务器可能仍说 HTTP/1.0 或其他版本。仍会全部解码；严格的一端会拒绝。</translation>
    </message>
    <message>
        <source>Each HTTP/1.1 request has exactly one Host field with a host and maybe a port. Without it a server with several names cannot choose, and two of them are a way to smuggle requests. The answer is 400.</source>
        <translation>每个 HTTP/1.1 请求都恰有一个 Host 字段，含主机，可带端口。没有它，有多个名称的服务器无法选择；有两个则是夹带请求的手法。应答为 400。</translation>
    </message>
    <message>
        <source>the recording of %1 goes on in %2, which cannot be opened or is not there any more; open a later file of the recording to see how it goes on</source>
        <translation>%1 的录制在 %2 中继续，而后者无法打开或已不存在；请打开该录制的后续文件查看后来的内容</translation>
    </message>
    <message>
        <source>binary event</source>
        <translation>二进制事件</translation>
    </message>
    <message>
        <source>binary ack</source>
        <translation>二进制确认</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>stalled</source>
        <translation>停滞</translation>
    </message>
    <message>
        <source>note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>resolved</source>
        <translation>名称已解析</translation>
    </message>
    <message>
        <source>attempt</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>proxied</source>
        <translation>经由代理</translation>
    </message>
    <message>
        <source>rolled</source>
        <translation>换文件</translation>
    </message>
    <message>
        <source>continued</source>
        <translation>接续</translation>
    </message>
    <message>
        <source>us</source>
        <translation>本端</translation>
    </message>
    <message>
        <source>peer</source>
        <translation>对端</translation>
    </message>
    <message>
        <source>date and time</source>
        <translation>日期和时间</translation>
    </message>
    <message>
        <source>seconds since 1970</source>
        <translation>自 1970 年起的秒数</translation>
    </message>
    <message>
        <source>big number</source>
        <translation>大整数</translation>
    </message>
    <message>
        <source>negative big number</source>
        <translation>负大整数</translation>
    </message>
    <message>
        <source>decimal fraction</source>
        <translation>十进制小数</translation>
    </message>
    <message>
        <source>big float</source>
        <translation>大浮点数</translation>
    </message>
    <message>
        <source>base64url expected</source>
        <translation>应为 base64url</translation>
    </message>
    <message>
        <source>base64 expected</source>
        <translation>应为 base64</translation>
    </message>
    <message>
        <source>base16 expected</source>
        <translation>应为 base16</translation>
    </message>
    <message>
        <source>embedded CBOR</source>
        <translation>内嵌的 CBOR</translation>
    </message>
    <message>
        <source>MIME message</source>
        <translation>MIME 消息</translation>
    </message>
    <message>
        <source>array of uint8</source>
        <translation>uint8 数组</translation>
    </message>
    <message>
        <source>array of uint16, little endian</source>
        <translation>uint16 数组，小端</translation>
    </message>
    <message>
        <source>array of uint32, little endian</source>
        <translation>uint32 数组，小端</translation>
    </message>
    <message>
        <source>array of float32, little endian</source>
        <translation>float32 数组，小端</translation>
    </message>
    <message>
        <source>array of float64, little endian</source>
        <translation>float64 数组，小端</translation>
    </message>
    <message>
        <source>self-described CBOR</source>
        <translation>自描述的 CBOR</translation>
    </message>
    <message>
        <source>reserved additional information</source>
        <translation>没有这样开头的 CBOR 项：其附加信息是保留的</translation>
    </message>
    <message>
        <source>a number with indefinite length</source>
        <translation>没有这样开头的 CBOR 项：数字没有不定长度</translation>
    </message>
    <message>
        <source>byte string</source>
        <translation>字节串</translation>
    </message>
    <message>
        <source>text string</source>
        <translation>文本串</translation>
    </message>
    <message>
        <source>byte string in pieces</source>
        <translation>分段的字节串</translation>
    </message>
    <message>
        <source>text string in pieces</source>
        <translation>分段的文本串</translation>
    </message>
    <message>
        <source>a simple value below 32 must not take a second byte</source>
        <translation>小于 32 的简单值不得占用第二个字节</translation>
    </message>
    <message>
        <source>there are more values than the tree shows</source>
        <translation>值的数量超出树所显示的上限</translation>
    </message>
    <message>
        <source>it announces %1 bytes, which are not all there</source>
        <translation>它声明了 %1 字节，但没有全部到达</translation>
    </message>
    <message>
        <source>the bytes end here, and %1 more items were announced</source>
        <translation>字节在此结束，而声明还有 %1 项</translation>
    </message>
    <message>
        <source>the bytes end here, without the mark that ends it</source>
        <translation>字节在此结束，没有结束它的标记</translation>
    </message>
    <message>
        <source>the bytes end inside the first bytes of a value</source>
        <translation>字节在一个值的最初几个字节内结束</translation>
    </message>
    <message>
        <source>a mark ends something here that has not begun</source>
        <translation>这里有结束标记，但没有开始</translation>
    </message>
    <message>
        <source>a string in pieces has a piece that is no such string</source>
        <translation>分段的串中有一段不是这种串</translation>
    </message>
    <message>
        <source>this text is not UTF-8</source>
        <translation>此文本不是 UTF-8</translation>
    </message>
    <message>
        <source>type %1</source>
        <translation>类型 %1</translation>
    </message>
    <message>
        <source>no MessagePack value begins so: C1 is never used</source>
        <translation>没有这样开头的 MessagePack 值：C1 从不使用</translation>
    </message>
    <message>
        <source>float 32</source>
        <translation>float 32</translation>
    </message>
    <message>
        <source>float 64</source>
        <translation>float 64</translation>
    </message>
    <message>
        <source>the group of field %1 does not end</source>
        <translation>字段 %1 的组没有结束</translation>
    </message>
    <message>
        <source>the message ends inside the tag of a field</source>
        <translation>消息在字段的标签内结束</translation>
    </message>
    <message>
        <source>there is no field number %1</source>
        <translation>没有字段号 %1</translation>
    </message>
    <message>
        <source>this ends a group of field %1, which is not open</source>
        <translation>这里结束字段 %1 的组，而该组没有打开</translation>
    </message>
    <message>
        <source>there is no wire type %1</source>
        <translation>没有线路类型 %1</translation>
    </message>
    <message>
        <source>the message ends inside the number of field %1</source>
        <translation>消息在字段 %1 的数字内结束</translation>
    </message>
    <message>
        <source>sint </source>
        <translation>sint </translation>
    </message>
    <message>
        <source>int </source>
        <translation>int </translation>
    </message>
    <message>
        <source>double </source>
        <translation>double </translation>
    </message>
    <message>
        <source>float </source>
        <translation>float </translation>
    </message>
    <message>
        <source>, int </source>
        <translation>，int </translation>
    </message>
    <message>
        <source>the message ends inside the length of field %1</source>
        <translation>消息在字段 %1 的长度内结束</translation>
    </message>
    <message>
        <source>a number of more than ten bytes</source>
        <translation>超过十个字节的数字</translation>
    </message>
    <message>
        <source>connect error</source>
        <translation>连接错误</translation>
    </message>
    <message>
        <source>of a Socket.IO or Engine.IO packet: open, close, ping, pong, upgrade, noop, connect, disconnect, event, ack, connect error, binary event, binary ack, attachment</source>
        <translation>Socket.IO 或 Engine.IO 包：open、close、ping、pong、upgrade、noop、connect、disconnect、event、ack、connect error、binary event、binary ack、attachment</translation>
    </message>
    <message>
        <source>of a Socket.IO event: its name</source>
        <translation>Socket.IO 事件：名称</translation>
    </message>
    <message>
        <source>of a Socket.IO packet that asks for an answer, or is one: its number</source>
        <translation>要求应答或作为应答的 Socket.IO 包：编号</translation>
    </message>
    <message>
        <source>of a Socket.IO packet: its namespace, / where it names none</source>
        <translation>Socket.IO 包：命名空间，没有指明时为 /</translation>
    </message>
    <message>
        <source>of a Socket.IO packet with binary parts: how many messages with them follow</source>
        <translation>含二进制部分的 Socket.IO 包：随后有多少条消息携带它们</translation>
    </message>
    <message>
        <source>attachment h&apos;</source>
        <translation>附件 h&apos;</translation>
    </message>
    <message>
        <source>no Engine.IO packet begins so: it needs a digit from 0 to 6</source>
        <translation>没有这样开头的 Engine.IO 包：需要 0 到 6 的数字</translation>
    </message>
    <message>
        <source>packet type</source>
        <translation>包类型</translation>
    </message>
    <message>
        <source>no Socket.IO packet begins so: it needs a digit from 0 to 6</source>
        <translation>没有这样开头的 Socket.IO 包：需要 0 到 6 的数字</translation>
    </message>
    <message>
        <source>a binary packet must tell how many attachments follow, and a -</source>
        <translation>二进制包必须说明随后有多少个附件，并加 -</translation>
    </message>
    <message>
        <source>an event begins with its name, and there is none</source>
        <translation>事件以其名称开头，而这里没有</translation>
    </message>
    <message>
        <source>attachment %1 of those that follow</source>
        <translation>随后附件中的第 %1 个</translation>
    </message>
    <message>
        <source>this packet needs a JSON array, and there is none</source>
        <translation>此包需要 JSON 数组，而这里没有</translation>
    </message>
    <message>
        <source>decoded</source>
        <translation>解码值</translation>
    </message>
    <message>
        <source>%1 is no decoder: %2</source>
        <translation>%1 不是解码器：%2</translation>
    </message>
    <message>
        <source>only numbers have an order in what decoders read</source>
        <translation>在解码器读出的内容中，只有数字有次序</translation>
    </message>
    <message>
        <source>a value in a message that a decoder reads: decoded.$.user.id; with the decoder&apos;s name in place of decoded it is read by that one, as in protobuf.$.1 for field 1</source>
        <translation>解码器读出的消息中的值：decoded.$.user.id；把 decoded 换成解码器的名称则由该解码器读取，例如 protobuf.$.1 表示字段 1</translation>
    </message>
    <message>
        <source>a path must follow %1: %1.$.user.id</source>
        <translation>%1 之后必须有路径：%1.$.user.id</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no hexadecimal digit</source>
        <translation>“%1” 不是十六进制数字</translation>
    </message>
    <message>
        <source>a byte has two hexadecimal digits: one is missing</source>
        <translation>一个字节有两个十六进制数字：缺少一个</translation>
    </message>
    <message>
        <source>a person marked the row</source>
        <translation>有人标记了此行</translation>
    </message>
    <message>
        <source>what a person noted of the row; alone: there is a comment</source>
        <translation>有人对此行的注释；单独使用：有注释</translation>
    </message>
    <message>
        <source>enter a row&apos;s number or a time</source>
        <translation>请输入行号或时间</translation>
    </message>
    <message>
        <source>after + and - stands a time as 1.5s, 200 ms or 3 min</source>
        <translation>+ 和 - 之后是时间，如 1.5s、200 ms 或 3 min</translation>
    </message>
    <message>
        <source>rows are counted from 1</source>
        <translation>行从 1 开始计数</translation>
    </message>
    <message>
        <source>a time needs a unit: %1 s, or +%1s from the selected row on</source>
        <translation>时间需要单位：%1 s，或从选中行算起 +%1s</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no row&apos;s number and no time; times are written 12.5 s, 12:01:03.5, 2026-11-23T12:01:03Z or +1.5s</source>
        <translation>“%1” 既不是行号也不是时间；时间写成 12.5 s、12:01:03.5、2026-11-23T12:01:03Z 或 +1.5s</translation>
    </message>
    <message>
        <source>there are no rows yet</source>
        <translation>还没有行</translation>
    </message>
    <message>
        <source>the last row is %1</source>
        <translation>最后一行是 %1</translation>
    </message>
    <message>
        <source>no row is selected that this time could count from</source>
        <translation>没有选中可供此时间起算的行</translation>
    </message>
    <message>
        <source>no row is that late: the last came at %1, %2 s after the first</source>
        <translation>没有这么晚的行：最后一行到达于 %1，即第一行之后 %2 s</translation>
    </message>
    <message>
        <source>of a frame: the time since the one before it of the same connection in the same direction</source>
        <translation>帧：距同一连接同一方向上前一帧的时间</translation>
    </message>
    <message>
        <source>of a frame that ends an answer: the time since its request (ping, JSON-RPC, GraphQL, Socket.IO)</source>
        <translation>结束一个应答的帧：距其请求的时间（ping、JSON-RPC、GraphQL、Socket.IO）</translation>
    </message>
    <message>
        <source>no value lies in it: its first end is above its second</source>
        <translation>其中没有任何值：它的起点大于终点</translation>
    </message>
    <message>
        <source>there is nothing in it to look for</source>
        <translation>没有可查找的内容</translation>
    </message>
    <message>
        <source>%1 is no text that could match</source>
        <translation>%1 不是可以匹配的文本</translation>
    </message>
    <message>
        <source>%1 has no unit</source>
        <translation>%1 没有单位</translation>
    </message>
    <message>
        <source>a lower number</source>
        <translation>更小的数字</translation>
    </message>
    <message>
        <source>a higher number</source>
        <translation>更大的数字</translation>
    </message>
    <message>
        <source>when the row&apos;s last byte was read or written: since the first row, as a time of day, or as a date and time</source>
        <translation>此行最后一个字节读取或写入的时间：距第一行、一天中的时刻，或日期和时间</translation>
    </message>
    <message>
        <source>the time since the row before in the capture, of any connection</source>
        <translation>捕获中距上一行的时间，不论哪个连接</translation>
    </message>
    <message>
        <source>whether it was received or sent; most events are neither</source>
        <translation>接收还是发送；多数事件两者都不是</translation>
    </message>
    <message>
        <source>of the last frame of a message: bytes of the whole message, inflated where it was compressed</source>
        <translation>消息的最后一帧：整条消息的字节数，压缩的消息按解压后计</translation>
    </message>
    <message>
        <source>of the last frame of a compressed message: inflated bytes to one compressed</source>
        <translation>压缩消息的最后一帧：每个压缩字节对应的解压字节数</translation>
    </message>
    <message>
        <source>%1 is no path: write %2.$.items[0].id, [*] for every element, or [&quot;a key&quot;]</source>
        <translation>%1 不是路径：请写 %2.$.items[0].id，用 [*] 表示每个元素，或 [&quot;a key&quot;]</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>unsigned</source>
        <translation>无符号整数</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>负整数</translation>
    </message>
    <message>
        <source>array</source>
        <translation>数组</translation>
    </message>
    <message>
        <source>map</source>
        <translation>映射</translation>
    </message>
    <message>
        <source>tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>boolean</source>
        <translation>布尔</translation>
    </message>
    <message>
        <source>undefined</source>
        <translation>undefined</translation>
    </message>
    <message>
        <source>simple</source>
        <translation>简单值</translation>
    </message>
    <message>
        <source>object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>string</source>
        <translation>字符串</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>字节串</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>packet</source>
        <translation>包</translation>
    </message>
    <message>
        <source>line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>a range has two ends: write 1000..1015</source>
        <translation>区间要有两端：请写 1000..1015</translation>
    </message>
    <message>
        <source>a range stands in a list: in {%1}</source>
        <translation>区间要写在列表里：in {%1}</translation>
    </message>
    <message>
        <source>%1 begins with 0: a decimal number does not, a hexadecimal one with 0x</source>
        <translation>%1 以 0 开头：十进制数不以 0 开头，十六进制数以 0x 开头</translation>
    </message>
    <message>
        <source>%1 is no finding: docs/findings.md has their names</source>
        <translation>%1 不是检查结果：名称见 docs/findings.md</translation>
    </message>
    <message>
        <source>a lower number or the same</source>
        <translation>小于或等于的数</translation>
    </message>
    <message>
        <source>a higher number or the same</source>
        <translation>大于或等于的数</translation>
    </message>
    <message>
        <source>of the connection: an address of either end, its port, or both with a colon</source>
        <translation>连接的：任一端的地址、端口，或用冒号连起来的两者</translation>
    </message>
    <message>
        <source>the same of the other end alone</source>
        <translation>同上，但只看对端</translation>
    </message>
    <message>
        <source>of the connection: the URL that was asked for; of one that came to a listener, or from another program&apos;s file, its path and query</source>
        <translation>连接的：所请求的 URL；连到监听器的连接或其他程序的文件中的连接，则为路径和查询</translation>
    </message>
    <message>
        <source>of the opening handshake&apos;s response: its HTTP status</source>
        <translation>握手响应的：HTTP 状态码</translation>
    </message>
    <message>
        <source>what the row carries: a frame&apos;s payload unmasked, on the last frame of a message in several frames also the whole message; what a compressed message inflates to on its last frame; the bytes of a head or raw row</source>
        <translation>该行承载的内容：帧的负载（已去掩码），分多帧的消息在其最后一帧上还包括整条消息；压缩消息在其最后一帧上为解压后的内容；报头或原始行的字节</translation>
    </message>
    <message>
        <source>of a message, told on its last frame: the decoder that recognises it (text, json, cbor, msgpack, protobuf, socketio ...)</source>
        <translation>消息的（在其最后一帧上给出）：能识别它的解码器（text、json、cbor、msgpack、protobuf、socketio ……）</translation>
    </message>
    <message>
        <source>there are no functions</source>
        <translation>没有函数</translation>
    </message>
    <message>
        <source>this is no range of bytes: write [from:count], [first-last], [from] or [from:]</source>
        <translation>这不是字节区间：请写 [from:count]、[first-last]、[from] 或 [from:]</translation>
    </message>
    <message>
        <source>] is missing before this: write [from:count]</source>
        <translation>此处之前缺少 ]：请写 [from:count]</translation>
    </message>
    <message>
        <source>a comma is missing before this</source>
        <translation>此处之前缺少逗号</translation>
    </message>
    <message>
        <source>the list has no end: } is missing</source>
        <translation>列表没有结束：缺少 }</translation>
    </message>
    <message>
        <source>%1 is no unit: %2</source>
        <translation>%1 不是单位：%2</translation>
    </message>
    <message>
        <source>%1 is not asked for by itself: write json.$.key for one value, or text contains &quot;...&quot;</source>
        <translation>不能单独查询 %1：单个值请写 json.$.key，或写 text contains &quot;...&quot;</translation>
    </message>
    <message>
        <source>these quotes are for printing</source>
        <translation>这是排版用的引号</translation>
    </message>
    <message>
        <source>the string has no end: %1 is missing</source>
        <translation>字符串没有结束：缺少 %1</translation>
    </message>
    <message>
        <source>no trusted CA stands behind it: its chain ends at &quot;%1&quot;, which is not known here</source>
        <translation>证书不是由受信任的 CA 签发：其证书链止于 &quot;%1&quot;，而本机不信任它</translation>
    </message>
    <message>
        <source>no trusted CA stands behind it: &quot;%1&quot; is signed by %2, which is not known here and was not sent</source>
        <translation>证书不是由受信任的 CA 签发：&quot;%1&quot; 由 %L2 签发，本机不信任后者，服务器也没有发送其证书</translation>
    </message>
    <message>
        <source>embedded CBOR must be a byte string, and this is none</source>
        <translation>嵌入的 CBOR 必须是字节串，而这里不是</translation>
    </message>
    <message>
        <source>a value in bytes is announced here, and there are none</source>
        <translation>此处声明了以字节嵌入的值，但没有字节</translation>
    </message>
    <message>
        <source>bytes follow the value that these should be</source>
        <translation>这些字节应当只是一个值，其后却还有字节</translation>
    </message>
    <message>
        <source>number of bytes</source>
        <translation>字节数</translation>
    </message>
    <message>
        <source>a value in a payload that is JSON, of a message told on its last frame: json.$.user.id; [*] stands for every element, [&quot;a key&quot;] for any key</source>
        <translation>JSON 载荷中的值，消息的值在其最后一帧上给出：json.$.user.id；[*] 代表每个元素，[&quot;a key&quot;] 代表任意键</translation>
    </message>
    <message>
        <source>Ended from here: the close frame went into a frame that was not complete, where the %1 cannot see it.</source>
        <translation>由本端结束：关闭帧落入了一个尚未完整的帧中，%1看不到它。</translation>
    </message>
    <message>
        <source>of the last frame of a text message, and of a ping or pong: what the statistics count it as, its protocol with the method, event or type that it names; of a batch also what is in it</source>
        <translation>文本消息的最后一帧，以及 ping 和 pong：统计中的类型，即协议及其所指名的方法、事件或类型；批量消息还包括其中的各条</translation>
    </message>
    <message>
        <source>the same of a message that asks for an answer, or of such ones in a batch</source>
        <translation>同上，限于要求应答的消息，或批量消息中的此类消息</translation>
    </message>
    <message>
        <source>(an empty message, compressed)</source>
        <translation>（空消息，经压缩）</translation>
    </message>
    <message>
        <source>(the stream ended before the payload)</source>
        <translation>（流在载荷之前结束）</translation>
    </message>
    <message>
        <source>(no payload)</source>
        <translation>（无载荷）</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Restore defaults</source>
        <translation>恢复默认值</translation>
    </message>
</context>
<context>
    <name>Explain</name>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>See: %1</source>
        <translation>继续阅读：%1</translation>
    </message>
    <message>
        <source>Close code</source>
        <translation>关闭码</translation>
    </message>
    <message>
        <source>The first two bytes of a close frame: a number that says why the connection ends. 1000 to 1014 are defined, 3000 to 3999 are registered for libraries, 4000 to 4999 are free for programs. 1005, 1006 and 1015 never stand on the wire.</source>
        <translation>close 帧的前两个字节：说明连接为何结束的数字。1000 到 1014 已有定义，3000 到 3999 供库注册使用，4000 到 4999 供程序自由使用。1005、1006 和 1015 从不出现在线路上。</translation>
    </message>
    <message>
        <source>Close reason</source>
        <translation>关闭原因</translation>
    </message>
    <message>
        <source>UTF-8 text after the code, at most 123 bytes, for people who read logs; a program should not show it to its users.</source>
        <translation>关闭码之后的 UTF-8 文本，最多 123 字节，供阅读日志的人使用；程序不应把它显示给用户。</translation>
    </message>
    <message>
        <source>Close codes 0 to 999</source>
        <translation>关闭码 0 到 999</translation>
    </message>
    <message>
        <source>Not used. They must not stand in a close frame.</source>
        <translation>不使用。它们不得出现在 close 帧中。</translation>
    </message>
    <message>
        <source>Close code 1000: normal closure</source>
        <translation>关闭码 1000：正常关闭</translation>
    </message>
    <message>
        <source>The purpose of the connection is fulfilled; nothing went wrong.</source>
        <translation>连接的目的已经达到；没有出错。</translation>
    </message>
    <message>
        <source>Close code 1001: going away</source>
        <translation>关闭码 1001：离开</translation>
    </message>
    <message>
        <source>The end is leaving: the server shuts down, or the page was left.</source>
        <translation>一端正在离开：服务器关闭，或用户离开了页面。</translation>
    </message>
    <message>
        <source>Close code 1002: protocol error</source>
        <translation>关闭码 1002：协议错误</translation>
    </message>
    <message>
        <source>The other end broke a rule of the protocol. Look for the finding in what it sent last.</source>
        <translation>另一端违反了协议的规则。请查看对它最后发送内容的检查结果。</translation>
    </message>
    <message>
        <source>Close code 1003: unsupported data</source>
        <translation>关闭码 1003：不支持的数据</translation>
    </message>
    <message>
        <source>The end got a kind of data that it cannot take, for example binary where it knows only text.</source>
        <translation>一端收到了它不能接受的数据种类，例如它只认识文本，却收到二进制。</translation>
    </message>
    <message>
        <source>Close code 1004: reserved</source>
        <translation>关闭码 1004：保留</translation>
    </message>
    <message>
        <source>It has no meaning yet and must not be sent.</source>
        <translation>它还没有含义，不得发送。</translation>
    </message>
    <message>
        <source>Close code 1005: no status received</source>
        <translation>关闭码 1005：未收到状态码</translation>
    </message>
    <message>
        <source>What a program is told when the close frame had no code. It must not be sent.</source>
        <translation>close 帧没有关闭码时程序得到的值。它不得发送。</translation>
    </message>
    <message>
        <source>Close code 1006: abnormal closure</source>
        <translation>关闭码 1006：异常关闭</translation>
    </message>
    <message>
        <source>What a program is told when TCP ended without any close frame: the process died, the network broke, a proxy lost patience. It must not be sent.</source>
        <translation>TCP 结束而没有任何 close 帧时程序得到的值：进程终止、网络中断、代理不再等待。它不得发送。</translation>
    </message>
    <message>
        <source>Close code 1007: invalid payload data</source>
        <translation>关闭码 1007：载荷数据无效</translation>
    </message>
    <message>
        <source>A message was not what its kind promises: most often a text message that is not UTF-8.</source>
        <translation>消息与其种类不符：最常见的是文本消息不是 UTF-8。</translation>
    </message>
    <message>
        <source>Close code 1008: policy violation</source>
        <translation>关闭码 1008：违反策略</translation>
    </message>
    <message>
        <source>The end refuses a message by a rule of its own and does not want to say more. Servers use it for a session that ran out or a right that is missing.</source>
        <translation>一端按自己的规则拒绝了消息，不愿说得更多。服务器用它表示会话过期或缺少权限。</translation>
    </message>
    <message>
        <source>Close code 1009: message too big</source>
        <translation>关闭码 1009：消息太大</translation>
    </message>
    <message>
        <source>A message was longer than the end is willing to take. Split it, or raise the limit there.</source>
        <translation>消息比一端愿意接受的更长。请拆分它，或在那里放宽限制。</translation>
    </message>
    <message>
        <source>Close code 1010: mandatory extension</source>
        <translation>关闭码 1010：缺少必需的扩展</translation>
    </message>
    <message>
        <source>The client needs an extension that the server did not agree to; the reason should name it. A server does not send it: it would fail the handshake.</source>
        <translation>客户端需要的扩展没有被服务器接受；原因中应指明是哪个。服务器不发送它：服务器会让握手失败。</translation>
    </message>
    <message>
        <source>Close code 1011: internal error</source>
        <translation>关闭码 1011：内部错误</translation>
    </message>
    <message>
        <source>The server met a condition it did not expect. Its log knows more.</source>
        <translation>服务器遇到了意料之外的情况。其日志会有更多信息。</translation>
    </message>
    <message>
        <source>Close code 1012: service restart</source>
        <translation>关闭码 1012：服务重启</translation>
    </message>
    <message>
        <source>The service is restarting. A client may connect again after a random wait of 5 to 30 seconds. Registered after the RFC.</source>
        <translation>服务正在重启。客户端可在随机等待 5 到 30 秒后重新连接。在 RFC 之后注册。</translation>
    </message>
    <message>
        <source>Close code 1013: try again later</source>
        <translation>关闭码 1013：请稍后再试</translation>
    </message>
    <message>
        <source>The server has too much to do; connect again later, or to another address when the service has several. Registered after the RFC.</source>
        <translation>服务器过于繁忙；请稍后重新连接，服务有多个地址时也可换一个地址。在 RFC 之后注册。</translation>
    </message>
    <message>
        <source>Close code 1014: bad gateway</source>
        <translation>关闭码 1014：网关错误</translation>
    </message>
    <message>
        <source>The server stands in front of another one and got no proper answer from it. Registered after the RFC.</source>
        <translation>该服务器位于另一台服务器之前，没有从后者得到正确的应答。在 RFC 之后注册。</translation>
    </message>
    <message>
        <source>Close code 1015: TLS handshake failed</source>
        <translation>关闭码 1015：TLS 握手失败</translation>
    </message>
    <message>
        <source>What a program is told when TLS could not be set up, for example because of the certificate. It must not be sent.</source>
        <translation>无法建立 TLS 时程序得到的值，例如因为证书。它不得发送。</translation>
    </message>
    <message>
        <source>Close codes 1016 to 2999</source>
        <translation>关闭码 1016 到 2999</translation>
    </message>
    <message>
        <source>Reserved for later versions of the protocol and for extensions. Nobody defined them, so they must not be sent.</source>
        <translation>为协议的后续版本和扩展保留。尚未定义，因此不得发送。</translation>
    </message>
    <message>
        <source>Close codes 3000 to 3999</source>
        <translation>关闭码 3000 到 3999</translation>
    </message>
    <message>
        <source>For libraries and frameworks, registered with IANA. What a code means says the library; 3000 stands for unauthorized, 3003 for forbidden, 3008 for a timeout.</source>
        <translation>供库和框架使用，在 IANA 注册。含义由库说明；3000 表示未授权，3003 表示禁止，3008 表示超时。</translation>
    </message>
    <message>
        <source>Close codes 4000 to 4999</source>
        <translation>关闭码 4000 到 4999</translation>
    </message>
    <message>
        <source>Free for programs by agreement between both ends. What a code means says the documentation of the service.</source>
        <translation>由双方约定，供程序自由使用。含义见该服务的文档。</translation>
    </message>
    <message>
        <source>Close codes 5000 to 65535</source>
        <translation>关闭码 5000 到 65535</translation>
    </message>
    <message>
        <source>Outside all ranges of the protocol. They must not be sent.</source>
        <translation>超出协议的所有范围。它们不得发送。</translation>
    </message>
    <message>
        <source>FIN</source>
        <translation>FIN</translation>
    </message>
    <message>
        <source>One bit: 1 in the last frame of a message, 0 while more frames of it follow. A message sent whole is one frame with FIN set. Control frames are never split, so theirs is always 1.</source>
        <translation>一位：消息的最后一帧为 1，后面还有帧时为 0。完整发送的消息是一个置位 FIN 的帧。控制帧从不拆分，因此始终为 1。</translation>
    </message>
    <message>
        <source>RSV1, RSV2, RSV3</source>
        <translation>RSV1、RSV2、RSV3</translation>
    </message>
    <message>
        <source>Three bits for extensions. Without an extension that gives them a meaning they are 0, and a receiver that sees another value must fail the connection.</source>
        <translation>供扩展使用的三位。没有扩展赋予含义时为 0，接收方看到其他值必须终止连接。</translation>
    </message>
    <message>
        <source>RSV1</source>
        <translation>RSV1</translation>
    </message>
    <message>
        <source>With permessage-deflate agreed, 1 in the first frame of a message says that the message is compressed. On its later frames, on control frames and without that extension it must be 0.</source>
        <translation>已协商 permessage-deflate 时，消息第一帧中为 1 表示该消息是压缩的。在其后续帧、控制帧上，以及没有该扩展时，必须为 0。</translation>
    </message>
    <message>
        <source>RSV2</source>
        <translation>RSV2</translation>
    </message>
    <message>
        <source>Reserved for extensions. None that is registered uses it, so it must be 0.</source>
        <translation>为扩展保留。已注册的扩展都不使用它，因此必须为 0。</translation>
    </message>
    <message>
        <source>RSV3</source>
        <translation>RSV3</translation>
    </message>
    <message>
        <source>Opcode</source>
        <translation>操作码</translation>
    </message>
    <message>
        <source>Four bits that say what the frame is: 0 goes on with a message, 1 begins a text, 2 a binary message; 8 closes, 9 is a ping, 10 a pong. From 8 on they are control frames. The others are reserved.</source>
        <translation>说明帧是什么的四位：0 延续消息，1 开始文本消息，2 开始二进制消息；8 关闭，9 是 ping，10 是 pong。8 及以上是控制帧。其余保留。</translation>
    </message>
    <message>
        <source>MASK</source>
        <translation>MASK</translation>
    </message>
    <message>
        <source>One bit: whether the payload is masked. A client masks every frame it sends, a server none; whoever sees it otherwise must close the connection.</source>
        <translation>一位：载荷是否有掩码。客户端对发送的每一帧使用掩码，服务器从不使用；发现不符的一端必须关闭连接。</translation>
    </message>
    <message>
        <source>Payload length</source>
        <translation>载荷长度</translation>
    </message>
    <message>
        <source>Seven bits. 0 to 125 is the length itself; 126 says that the next two bytes hold it, 127 that the next eight do. The shortest form that holds the length must be used.</source>
        <translation>七位。0 到 125 就是长度本身；126 表示长度在随后两个字节中，127 表示在随后八个字节中。必须使用能容纳该长度的最短形式。</translation>
    </message>
    <message>
        <source>Extended payload length</source>
        <translation>扩展载荷长度</translation>
    </message>
    <message>
        <source>The length of the payload in two or eight bytes, the most significant first. In the form of eight bytes the first bit is 0. It must not be used for a length that a shorter form holds.</source>
        <translation>用两个或八个字节表示的载荷长度，最高有效字节在前。八字节形式的首位为 0。较短形式能容纳的长度不得使用它。</translation>
    </message>
    <message>
        <source>Masking key</source>
        <translation>掩码密钥</translation>
    </message>
    <message>
        <source>Four bytes, new and unpredictable for each frame. Byte number i of the payload is combined with byte i modulo 4 of the key by exclusive or. It keeps a page from putting chosen bytes on the wire, where a proxy could take them for HTTP; it hides nothing from anybody who sees the frame.</source>
        <translation>四个字节，每帧都是新的且不可预测。载荷的第 i 字节与密钥的第 i 模 4 字节作异或。它使页面无法把选定的字节放到线路上，以免代理把它们当作 HTTP；对能看到帧的人，它不隐藏任何内容。</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>What the frame carries, shown unmasked. In a text message it is UTF-8; where RSV1 was set it is compressed. A control frame holds at most 125 bytes.</source>
        <translation>帧携带的内容，显示时已去掩码。文本消息中是 UTF-8；置位 RSV1 时是压缩的。控制帧最多 125 字节。</translation>
    </message>
    <message>
        <source>Compressed payload</source>
        <translation>压缩的载荷</translation>
    </message>
    <message>
        <source>The payload is deflated, its last four bytes (00 00 ff ff) are cut off and RSV1 is set. The other end understands it only where permessage-deflate was agreed.</source>
        <translation>载荷经 DEFLATE 压缩，去掉最后四个字节（00 00 ff ff），并置位 RSV1。只有协商了 permessage-deflate，另一端才能理解。</translation>
    </message>
    <message>
        <source>Length on the wire</source>
        <translation>线路上的长度</translation>
    </message>
    <message>
        <source>All bytes of the frame: the header of two to fourteen and the payload as it was sent, compressed where it was.</source>
        <translation>帧的所有字节：2 到 14 字节的帧头，以及按发送时形式（压缩则为压缩后）的载荷。</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>A message is one frame, or several: the first names text or binary, the others are continuations, the last has FIN. Only control frames may stand between them.</source>
        <translation>一条消息是一帧或多帧：第一帧指明文本或二进制，其余是延续帧，最后一帧有 FIN。其间只能插入控制帧。</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>↑ was sent from this end, ↓ was received. Which rules hold depends on it: the client&apos;s end masks, the server&apos;s does not.</source>
        <translation>↑ 由本端发送，↓ 为接收。适用哪些规则取决于方向：客户端一侧使用掩码，服务器一侧不使用。</translation>
    </message>
    <message>
        <source>Stream offset</source>
        <translation>流偏移</translation>
    </message>
    <message>
        <source>How many bytes of this direction went before, counted from the first of the TCP connection, the opening handshake included.</source>
        <translation>此方向之前经过了多少字节，从 TCP 连接的第一个字节算起，包括起始握手。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>When the byte that completed this row was read from, or given to, the operating system.</source>
        <translation>完成此行的字节从操作系统读取或交给操作系统的时间。</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Every rule that this row was judged by and broke, with its place. What a peer sends is shown whatever it breaks; ✗ is a broken rule, ▲ a warning, • worth knowing.</source>
        <translation>判定此行时它违反的每条规则及其位置。对端发送的内容不论违反什么都会显示；✗ 是违规，▲ 是警告，• 是值得注意之处。</translation>
    </message>
    <message>
        <source>Opcode 0x0: continuation</source>
        <translation>操作码 0x0：延续</translation>
    </message>
    <message>
        <source>The next part of a message that an earlier frame began. It must not stand where no message is open.</source>
        <translation>由之前的帧开始的消息的下一部分。没有未完成的消息时不得出现。</translation>
    </message>
    <message>
        <source>Opcode 0x1: text</source>
        <translation>操作码 0x1：文本</translation>
    </message>
    <message>
        <source>Begins a text message. The whole message is UTF-8; a character may be split over two frames.</source>
        <translation>开始一条文本消息。整条消息是 UTF-8；一个字符可以跨两帧。</translation>
    </message>
    <message>
        <source>Opcode 0x2: binary</source>
        <translation>操作码 0x2：二进制</translation>
    </message>
    <message>
        <source>Begins a message of any bytes; what they mean is for the programs at both ends to know.</source>
        <translation>开始一条任意字节的消息；其含义由两端的程序自行约定。</translation>
    </message>
    <message>
        <source>Opcode 0x8: close</source>
        <translation>操作码 0x8：关闭</translation>
    </message>
    <message>
        <source>Ends the conversation. It may carry a code and a reason; the other end answers with a close frame, then the server ends TCP. Nothing else may be sent after it.</source>
        <translation>结束会话。可带关闭码和原因；另一端以 close 帧应答，然后服务器结束 TCP。其后不得再发送任何内容。</translation>
    </message>
    <message>
        <source>Opcode 0x9: ping</source>
        <translation>操作码 0x9：ping</translation>
    </message>
    <message>
        <source>Asks for a sign of life. It is answered as soon as possible by a pong with the same payload.</source>
        <translation>请求存活信号。另一端应尽快以相同载荷的 pong 应答。</translation>
    </message>
    <message>
        <source>Opcode 0xA: pong</source>
        <translation>操作码 0xA：pong</translation>
    </message>
    <message>
        <source>Answers the last ping with its payload. Sent unasked it says that this end is alive, and needs no answer.</source>
        <translation>以相同载荷应答最近的 ping。未经请求而发送时表示本端存活，不需要应答。</translation>
    </message>
    <message>
        <source>Opcodes 0x3 to 0x7: reserved</source>
        <translation>操作码 0x3 到 0x7：保留</translation>
    </message>
    <message>
        <source>Kept for data frames yet to be defined. No extension in use defines them, so a receiver must fail the connection.</source>
        <translation>留给将来定义的数据帧。使用中的扩展都没有定义它们，因此接收方必须终止连接。</translation>
    </message>
    <message>
        <source>Opcodes 0xB to 0xF: reserved</source>
        <translation>操作码 0xB 到 0xF：保留</translation>
    </message>
    <message>
        <source>Kept for control frames yet to be defined. No extension in use defines them, so a receiver must fail the connection.</source>
        <translation>留给将来定义的控制帧。使用中的扩展都没有定义它们，因此接收方必须终止连接。</translation>
    </message>
    <message>
        <source>Handshake request</source>
        <translation>握手请求</translation>
    </message>
    <message>
        <source>The client&apos;s HTTP request that asks to change to WebSocket: GET, HTTP/1.1, with Upgrade, Connection, a key and the version.</source>
        <translation>客户端要求切换到 WebSocket 的 HTTP 请求：GET、HTTP/1.1，带 Upgrade、Connection、Key 和版本。</translation>
    </message>
    <message>
        <source>Handshake response</source>
        <translation>握手响应</translation>
    </message>
    <message>
        <source>The server&apos;s answer. 101 with the right accept opens the connection; any other status refuses, and its body may say why.</source>
        <translation>服务器的应答。101 加上正确的 Accept 会打开连接；其他状态都是拒绝，其正文可能说明原因。</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Something that is no byte of the stream: the connection, TLS, a proxy&apos;s answer, the end of TCP, an error with its reason.</source>
        <translation>不是流中字节的事件：连接、TLS、代理的应答、TCP 的结束，或带有原因的错误。</translation>
    </message>
    <message>
        <source>Raw bytes</source>
        <translation>原始字节</translation>
    </message>
    <message>
        <source>Bytes outside any frame: the boundaries of frames were lost before them, or they are no WebSocket at all. They are recorded and cannot be decoded.</source>
        <translation>不属于任何帧的字节：在它们之前帧的边界已丢失，或它们根本不是 WebSocket。它们已录制，但无法解码。</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Whether a client that follows the RFC would go on after this answer.</source>
        <translation>遵循 RFC 的客户端在此应答之后是否会继续。</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>101 Switching Protocols is the only status that opens a WebSocket. 3xx leads elsewhere, 401 and 407 ask who you are, 426 asks for another version.</source>
        <translation>101 Switching Protocols 是唯一打开 WebSocket 的状态。3xx 指向别处，401 和 407 要求表明身份，426 要求另一个版本。</translation>
    </message>
    <message>
        <source>Key and accept</source>
        <translation>Key 与 Accept</translation>
    </message>
    <message>
        <source>The server appends a fixed GUID to the client&apos;s key, takes SHA-1 of it and sends it in Base64. So the client knows that the answer is from a WebSocket server and for this request.</source>
        <translation>服务器把固定的 GUID 附加到客户端的 Key 之后，取其 SHA-1，以 Base64 发送。这样客户端就知道应答来自 WebSocket 服务器，并且是针对这个请求的。</translation>
    </message>
    <message>
        <source>Extensions</source>
        <translation>扩展</translation>
    </message>
    <message>
        <source>What the client offered and the server chose. The server may only choose what was offered, and each extension once.</source>
        <translation>客户端提议的和服务器选择的。服务器只能从提议中选择，每个扩展一次。</translation>
    </message>
    <message>
        <source>Subprotocol</source>
        <translation>子协议</translation>
    </message>
    <message>
        <source>What the messages mean, chosen by the server from the client&apos;s list; at most one. Without one both ends must know by themselves.</source>
        <translation>消息的含义，由服务器从客户端的列表中选择；最多一个。没有它时，两端必须自行知晓。</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>The name and port of the server that the client means. One address may serve many names.</source>
        <translation>客户端所指的服务器的名称和端口。一个地址可以服务多个名称。</translation>
    </message>
    <message>
        <source>Upgrade</source>
        <translation>Upgrade</translation>
    </message>
    <message>
        <source>Says &quot;websocket&quot;: the protocol to change to.</source>
        <translation>写 “websocket”：要切换到的协议。</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Connection</translation>
    </message>
    <message>
        <source>Says &quot;Upgrade&quot;: the field of that name is meant for this hop. A proxy that drops it makes the handshake fail.</source>
        <translation>写 “Upgrade”：该名称的字段只用于这一跳。丢弃它的代理会使握手失败。</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Origin</translation>
    </message>
    <message>
        <source>The web page that asks, set by browsers and by nobody else reliably. A server that trusts cookies must check it, or any page can act for its visitor.</source>
        <translation>提出请求的网页，由浏览器设置，只有浏览器的值可靠。信任 Cookie 的服务器必须检查它，否则任何页面都能以访问者的身份行事。</translation>
    </message>
    <message>
        <source>Sec-WebSocket-Key</source>
        <translation>Sec-WebSocket-Key</translation>
    </message>
    <message>
        <source>Sixteen random bytes in Base64, new for each connection. They prove nothing about the client and are no secret; the server shows with them that it understood.</source>
        <translation>16 个随机字节的 Base64，每个连接都是新的。它不证明客户端的任何身份，也不是秘密；服务器用它表明自己理解了请求。</translation>
    </message>
    <message>
        <source>Sec-WebSocket-Accept</source>
        <translation>Sec-WebSocket-Accept</translation>
    </message>
    <message>
        <source>The server&apos;s answer to the key: SHA-1 of key and GUID, in Base64. A wrong one means that something else answered.</source>
        <translation>服务器对 Key 的应答：Key 与 GUID 的 SHA-1，以 Base64 表示。错误的值意味着应答的是别的程序。</translation>
    </message>
    <message>
        <source>Sec-WebSocket-Version</source>
        <translation>Sec-WebSocket-Version</translation>
    </message>
    <message>
        <source>The version of the protocol, 13. A server that does not speak it answers 426 and lists those it speaks.</source>
        <translation>协议的版本，13。不支持它的服务器应答 426，并列出它支持的版本。</translation>
    </message>
    <message>
        <source>Sec-WebSocket-Protocol</source>
        <translation>Sec-WebSocket-Protocol</translation>
    </message>
    <message>
        <source>The subprotocols that the client can speak, the best first; in the answer the one that the server chose.</source>
        <translation>客户端支持的子协议，最优先的在前；应答中是服务器选择的那一个。</translation>
    </message>
    <message>
        <source>Sec-WebSocket-Extensions</source>
        <translation>Sec-WebSocket-Extensions</translation>
    </message>
    <message>
        <source>The extensions that the client offers with their parameters; in the answer those that are in use.</source>
        <translation>客户端提议的扩展及其参数；应答中是正在使用的扩展。</translation>
    </message>
    <message>
        <source>Authorization</source>
        <translation>Authorization</translation>
    </message>
    <message>
        <source>Who the client is, for the server. A secret: shown only when it is asked for.</source>
        <translation>向服务器表明客户端的身份。属于机密：只在要求时显示。</translation>
    </message>
    <message>
        <source>WWW-Authenticate</source>
        <translation>WWW-Authenticate</translation>
    </message>
    <message>
        <source>With 401: how the server wants to be told who the client is.</source>
        <translation>与 401 一起出现：服务器希望客户端如何表明身份。</translation>
    </message>
    <message>
        <source>Proxy-Authorization</source>
        <translation>Proxy-Authorization</translation>
    </message>
    <message>
        <source>Who the client is, for the proxy. A secret: shown only when it is asked for.</source>
        <translation>向代理表明客户端的身份。属于机密：只在要求时显示。</translation>
    </message>
    <message>
        <source>Proxy-Authenticate</source>
        <translation>Proxy-Authenticate</translation>
    </message>
    <message>
        <source>With 407: how the proxy wants to be told who the client is.</source>
        <translation>与 407 一起出现：代理希望客户端如何表明身份。</translation>
    </message>
    <message>
        <source>Cookie</source>
        <translation>Cookie</translation>
    </message>
    <message>
        <source>What the server asked to be told again. A secret: shown only when it is asked for.</source>
        <translation>服务器要求再次告知的内容。属于机密：只在要求时显示。</translation>
    </message>
    <message>
        <source>Set-Cookie</source>
        <translation>Set-Cookie</translation>
    </message>
    <message>
        <source>What the server wants to be told again with later requests.</source>
        <translation>服务器希望在以后的请求中再次被告知的内容。</translation>
    </message>
    <message>
        <source>User-Agent</source>
        <translation>User-Agent</translation>
    </message>
    <message>
        <source>Which program asks. Some servers refuse programs that they do not know.</source>
        <translation>提出请求的程序。有些服务器拒绝它们不认识的程序。</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Which program answers; behind a proxy often the proxy&apos;s name.</source>
        <translation>作出应答的程序；经过代理时常常是代理的名称。</translation>
    </message>
    <message>
        <source>Via</source>
        <translation>Via</translation>
    </message>
    <message>
        <source>Which proxies the message went through.</source>
        <translation>消息经过了哪些代理。</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>When the answer was made, by the server&apos;s clock.</source>
        <translation>应答生成的时间，按服务器的时钟。</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>Location</translation>
    </message>
    <message>
        <source>With a status of 3xx: where to go instead. Following it is optional for WebSocket; browsers do not.</source>
        <translation>与状态 3xx 一起出现：改去哪里。对 WebSocket 来说是否跟随可选；浏览器不跟随。</translation>
    </message>
    <message>
        <source>Retry-After</source>
        <translation>Retry-After</translation>
    </message>
    <message>
        <source>How long to wait before the next attempt, in seconds or as a date.</source>
        <translation>下次尝试之前等待多久，以秒或日期表示。</translation>
    </message>
    <message>
        <source>Content-Length</source>
        <translation>Content-Length</translation>
    </message>
    <message>
        <source>How many bytes of body follow. An answer of 101 has no body.</source>
        <translation>随后的正文有多少字节。101 的应答没有正文。</translation>
    </message>
    <message>
        <source>Content-Type</source>
        <translation>Content-Type</translation>
    </message>
    <message>
        <source>What the body of a refusal is.</source>
        <translation>拒绝应答的正文是什么。</translation>
    </message>
    <message>
        <source>Transfer-Encoding</source>
        <translation>Transfer-Encoding</translation>
    </message>
    <message>
        <source>How the body of a refusal is packed; &quot;chunked&quot; puts sizes between its parts.</source>
        <translation>拒绝应答的正文如何打包；“chunked” 在各部分之间加入大小。</translation>
    </message>
    <message>
        <source>Cache-Control</source>
        <translation>Cache-Control</translation>
    </message>
    <message>
        <source>What may be kept by caches on the way; without effect on a WebSocket.</source>
        <translation>途中的缓存可以保存什么；对 WebSocket 没有作用。</translation>
    </message>
    <message>
        <source>Pragma</source>
        <translation>Pragma</translation>
    </message>
    <message>
        <source>An old form of Cache-Control that some clients still send.</source>
        <translation>Cache-Control 的旧形式，有些客户端仍在发送。</translation>
    </message>
    <message>
        <source>permessage-deflate</source>
        <translation>permessage-deflate</translation>
    </message>
    <message>
        <source>Compresses each message by itself with DEFLATE and marks it with RSV1. Small messages may become longer by it, and may be sent uncompressed.</source>
        <translation>用 DEFLATE 单独压缩每条消息，并以 RSV1 标记。短消息压缩后可能变长，可以不压缩发送。</translation>
    </message>
    <message>
        <source>server_no_context_takeover</source>
        <translation>server_no_context_takeover</translation>
    </message>
    <message>
        <source>The server forgets after each message what it compressed before. It costs some compression and saves memory.</source>
        <translation>服务器在每条消息之后忘记之前压缩的内容。这会损失一些压缩率，但节省内存。</translation>
    </message>
    <message>
        <source>client_no_context_takeover</source>
        <translation>client_no_context_takeover</translation>
    </message>
    <message>
        <source>The client forgets after each message what it compressed before. It costs some compression and saves memory.</source>
        <translation>客户端在每条消息之后忘记之前压缩的内容。这会损失一些压缩率，但节省内存。</translation>
    </message>
    <message>
        <source>server_max_window_bits</source>
        <translation>server_max_window_bits</translation>
    </message>
    <message>
        <source>How far back the server&apos;s compression may refer: 2 to the power of 8 to 15 bytes.</source>
        <translation>服务器的压缩可以向前引用多远：2 的 8 到 15 次方字节。</translation>
    </message>
    <message>
        <source>client_max_window_bits</source>
        <translation>client_max_window_bits</translation>
    </message>
    <message>
        <source>How far back the client&apos;s compression may refer: 2 to the power of 8 to 15 bytes. Without a value the client only says that it understands the parameter.</source>
        <translation>客户端的压缩可以向前引用多远：2 的 8 到 15 次方字节。不带值时，客户端只表示它理解此参数。</translation>
    </message>
    <message>
        <source>The window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>At the top: where to connect to. At the left: the connections of this capture. In the middle: every frame and event as a row; below it what is known of the selected row, and the composer, which sends any frame, also one that breaks the rules.
F1 explains what is selected: a row, a field, a finding, a control. Pointing at something says the same in short. Ctrl+F1 lists all keys.</source>
        <translation>上方：要连接的地址。左侧：此捕获的连接。中间：每一帧和每个事件为一行；其下是选中行的详情，以及编写器，它可以发送任意帧，包括违反规则的帧。
F1 解释选中的内容：行、字段、检查结果、控件。指向某处会简短地说明同样的内容。Ctrl+F1 列出所有按键。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Where to connect to: ws:// or wss:// and a host, with port and path where they are needed. Enter opens a new connection; those that are open stay. An https:// address and a curl command are converted.</source>
        <translation>要连接的地址：ws:// 或 wss:// 加主机，必要时加端口和路径。按回车打开新连接；已打开的连接保持不变。https:// 地址和 curl 命令会被转换。</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接列表</translation>
    </message>
    <message>
        <source>Every connection of this capture with how it stands. Choosing one shows its rows alone; &quot;All connections&quot; shows all in order of time. The context menu ends, repeats or filters one.</source>
        <translation>此捕获的每个连接及其状态。选择一个只显示它的行；“所有连接” 按时间顺序显示全部。上下文菜单可结束、重复或过滤某个连接。</translation>
    </message>
    <message>
        <source>Recent captures</source>
        <translation>最近的捕获</translation>
    </message>
    <message>
        <source>Captures that were opened or saved lately. Enter opens one.</source>
        <translation>最近打开或保存的捕获。按回车打开。</translation>
    </message>
    <message>
        <source>Frame list</source>
        <translation>帧列表</translation>
    </message>
    <message>
        <source>One row for each frame and event, in order of time. It follows new rows while its end is in sight and no row is selected; End follows again.</source>
        <translation>每一帧和每个事件为一行，按时间顺序。列表末尾可见且没有选中行时，它会跟随新的行；按 End 再次跟随。</translation>
    </message>
    <message>
        <source>Display filter</source>
        <translation>显示过滤器</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>What the selected row carries: as text, decoded, and byte for byte.</source>
        <translation>选中行携带的内容：文本、解码结果和逐个字节。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>What is known of the selected row: its header, the message it belongs to, the handshake and the facts of its connection.</source>
        <translation>选中行的已知信息：其头部、所属的消息、所在连接的握手和详情。</translation>
    </message>
    <message>
        <source>Composer</source>
        <translation>编写器</translation>
    </message>
    <message>
        <source>Builds one frame, field by field, legal or not, and sends exactly that. What a receiver will say of it stands below the fields before it is sent.</source>
        <translation>逐个字段地构造一帧，不论是否合规，并原样发送。发送之前，字段下方会说明接收方将如何评判它。</translation>
    </message>
    <message>
        <source>Sends the bytes you write, without any frame around them.</source>
        <translation>发送您写下的字节，不加任何帧。</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Status bar</source>
        <translation>状态栏</translation>
    </message>
    <message>
        <source>How the selected connection stands, what was agreed, and the totals of what is shown.</source>
        <translation>选中连接的状态、协商的内容，以及所显示内容的总计。</translation>
    </message>
    <message>
        <source>Traffic over time: sent above, received below. The higher a bar, the longer its largest payload; red with ▲ breaks a rule. The wheel zooms, dragging moves; Shift and dragging, or dragging on the axis, shows only the rows of a span. A click goes to a row.</source>
        <translation>随时间变化的流量：上方为发送，下方为接收。条越高，其中最大的载荷越长；红色带 ▲ 表示违反规则。滚轮缩放，拖动平移；按住 Shift 拖动或在轴上拖动，只显示一段时间内的行。单击转到对应的行。</translation>
    </message>
    <message>
        <source>Shows only rows that the filter holds for; nothing is lost by it. For example: opcode == text and length &gt; 1 KiB. Ctrl+Space lists the fields, operators and values that fit where the cursor stands, with what they mean; Alt+Enter takes a suggestion.</source>
        <translation>只显示符合过滤器的行，不会丢失任何内容。例如：opcode == text and length &gt; 1 KiB。Ctrl+空格列出光标处可用的字段、运算符和值及其含义；Alt+Enter 采用建议。</translation>
    </message>
    <message>
        <source>Every field of the selected row with what it says and whether it may. Choosing one marks its bytes in the hex view. The context menu shows, or hides, all rows that have the same in it.</source>
        <translation>选中行的每个字段，它的含义以及是否合规。选择一个会在十六进制视图中标出其字节。上下文菜单可只显示或隐藏该字段相同的所有行。</translation>
    </message>
</context>
<context>
    <name>Failure</name>
    <message>
        <source>the server answered %1</source>
        <translation>服务器应答 %1</translation>
    </message>
    <message>
        <source>wrong Sec-WebSocket-Accept</source>
        <translation>Sec-WebSocket-Accept 错误</translation>
    </message>
    <message>
        <source>connection refused</source>
        <translation>连接被拒绝</translation>
    </message>
    <message>
        <source>not reachable</source>
        <translation>无法到达</translation>
    </message>
    <message>
        <source>connection reset</source>
        <translation>连接被重置</translation>
    </message>
    <message>
        <source>name not found</source>
        <translation>找不到主机名</translation>
    </message>
    <message>
        <source>no connection in time</source>
        <translation>连接超时</translation>
    </message>
    <message>
        <source>no answer of the proxy in time</source>
        <translation>代理应答超时</translation>
    </message>
    <message>
        <source>no TLS in time</source>
        <translation>TLS 握手超时</translation>
    </message>
    <message>
        <source>no handshake in time</source>
        <translation>握手超时</translation>
    </message>
    <message>
        <source>proxy wants a password (%1)</source>
        <translation>代理要求密码（%1）</translation>
    </message>
    <message>
        <source>proxy wants a password</source>
        <translation>代理要求密码</translation>
    </message>
    <message>
        <source>refused by the proxy (%1)</source>
        <translation>被代理拒绝（%1）</translation>
    </message>
    <message>
        <source>proxy&apos;s answer not understood</source>
        <translation>无法理解代理的应答</translation>
    </message>
    <message>
        <source>certificate not trusted</source>
        <translation>证书不受信任</translation>
    </message>
    <message>
        <source>certificate expired</source>
        <translation>证书已过期</translation>
    </message>
    <message>
        <source>certificate not yet valid</source>
        <translation>证书尚未生效</translation>
    </message>
    <message>
        <source>certificate of another host</source>
        <translation>证书属于其他主机</translation>
    </message>
    <message>
        <source>certificate revoked</source>
        <translation>证书已被吊销</translation>
    </message>
    <message>
        <source>certificate too weak</source>
        <translation>证书强度不足</translation>
    </message>
    <message>
        <source>certificate refused</source>
        <translation>证书被拒绝</translation>
    </message>
    <message>
        <source>client certificate refused</source>
        <translation>客户端证书被拒绝</translation>
    </message>
    <message>
        <source>no TLS in common</source>
        <translation>没有共同的 TLS 版本</translation>
    </message>
    <message>
        <source>TLS alert %1</source>
        <translation>TLS 警报 %1</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>▲ not all of it was kept</source>
        <translation>▲ 未全部保留</translation>
    </message>
    <message>
        <source>▲ not all of it was kept: %1</source>
        <translation>▲ 未全部保留：%1</translation>
    </message>
    <message>
        <source>Opcode</source>
        <translation>操作码</translation>
    </message>
    <message>
        <source>, first of %1 fragments</source>
        <translation>，共 %1 个分片中的第一个</translation>
    </message>
    <message>
        <source>, fragment %1 of %2</source>
        <translation>，第 %1 个分片，共 %2 个</translation>
    </message>
    <message>
        <source>Fragment %1</source>
        <translation>分片 %1</translation>
    </message>
    <message>
        <source>row </source>
        <translation>行 </translation>
    </message>
    <message>
        <source>and %1 more, in Message</source>
        <translation>另有 %1 个，见“消息”</translation>
    </message>
    <message>
        <source>control frames are never compressed (RFC 7692 §6.1)</source>
        <translation>控制帧从不压缩（RFC 7692 §6.1）</translation>
    </message>
    <message>
        <source>only the first frame of a compressed message has it (RFC 7692 §6.1)</source>
        <translation>只有压缩消息的第一帧才有它（RFC 7692 §6.1）</translation>
    </message>
    <message>
        <source>the message is compressed (RFC 7692 §6)</source>
        <translation>此消息是压缩的（RFC 7692 §6）</translation>
    </message>
    <message>
        <source>nothing gives it a meaning on a reserved opcode (RFC 6455 §5.2)</source>
        <translation>在保留操作码上它没有任何含义（RFC 6455 §5.2）</translation>
    </message>
    <message>
        <source>nothing was agreed that gives it a meaning (RFC 6455 §5.2)</source>
        <translation>没有协商过能赋予它含义的扩展（RFC 6455 §5.2）</translation>
    </message>
    <message>
        <source>RSV</source>
        <translation>RSV</translation>
    </message>
    <message>
        <source>1, set</source>
        <translation>1，已置位</translation>
    </message>
    <message>
        <source>0, not set</source>
        <translation>0，未置位</translation>
    </message>
    <message>
        <source>no agreed extension uses it (RFC 6455 §5.2)</source>
        <translation>已协商的扩展都不使用它（RFC 6455 §5.2）</translation>
    </message>
    <message>
        <source>none set</source>
        <translation>均未置位</translation>
    </message>
    <message>
        <source>%1 set</source>
        <translation>%1 已置位</translation>
    </message>
    <message>
        <source>a client must mask (RFC 6455 §5.1)</source>
        <translation>客户端必须使用掩码（RFC 6455 §5.1）</translation>
    </message>
    <message>
        <source>a server must not mask (RFC 6455 §5.1)</source>
        <translation>服务器不得使用掩码（RFC 6455 §5.1）</translation>
    </message>
    <message>
        <source>Masking key</source>
        <translation>掩码密钥</translation>
    </message>
    <message>
        <source>gone with its file</source>
        <translation>已随其文件丢失</translation>
    </message>
    <message>
        <source>none: </source>
        <translation>无：</translation>
    </message>
    <message>
        <source> · ▲ weak</source>
        <translation> · ▲ 弱</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>%1, in the %2-bit form</source>
        <translation>%1，%2 位形式</translation>
    </message>
    <message>
        <source> (shortest</source>
        <translation> （最短</translation>
    </message>
    <message>
        <source>: the %1-bit form holds it (RFC 6455 §5.2)</source>
        <translation>：%1 位形式就能容纳（RFC 6455 §5.2）</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>%1 of %2: the recording goes on in another file</source>
        <translation>%1 / %2：录制在另一个文件中继续</translation>
    </message>
    <message>
        <source>%1 of %2: the stream ended here</source>
        <translation>%1 / %2：流在此结束</translation>
    </message>
    <message>
        <source>Close code</source>
        <translation>关闭码</translation>
    </message>
    <message>
        <source>none: the frame has no body</source>
        <translation>无：此帧没有正文</translation>
    </message>
    <message>
        <source>none: one byte only</source>
        <translation>无：只有一个字节</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>1 error</source>
        <translation>1 处错误</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <translation>%1 处错误</translation>
    </message>
    <message>
        <source>✓ no error</source>
        <translation>✓ 没有错误</translation>
    </message>
    <message>
        <source>1 note</source>
        <translation>1 条提示</translation>
    </message>
    <message>
        <source>%1 notes</source>
        <translation>%1 条提示</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Stream offset</source>
        <translation>流偏移</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>响应</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Raw bytes</source>
        <translation>原始字节</translation>
    </message>
    <message>
        <source>%1 outside any frame</source>
        <translation>%1，不属于任何帧</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>头部</translation>
    </message>
    <message>
        <source>only %1 arrived</source>
        <translation>只到达 %1</translation>
    </message>
    <message>
        <source>FIN</source>
        <translation>FIN</translation>
    </message>
    <message>
        <source>1, last frame of its message</source>
        <translation>1，消息的最后一帧</translation>
    </message>
    <message>
        <source>0, more fragments follow</source>
        <translation>0，后面还有分片</translation>
    </message>
    <message>
        <source>Continuation</source>
        <translation>延续</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Binary</source>
        <translation>二进制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Ping</source>
        <translation>Ping</translation>
    </message>
    <message>
        <source>Pong</source>
        <translation>Pong</translation>
    </message>
    <message>
        <source>reserved ✗ (RFC 6455 §5.2)</source>
        <translation>保留 ✗（RFC 6455 §5.2）</translation>
    </message>
    <message>
        <source>%1 s after the first row</source>
        <translation>第一行之后 %1 s</translation>
    </message>
    <message>
        <source>Answers row %1, %2 later</source>
        <translation>应答第 %1 行，相隔 %2</translation>
    </message>
    <message>
        <source>Answered by row %1 after %2</source>
        <translation>由第 %1 行应答，用时 %2</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>往返</translation>
    </message>
    <message>
        <source>Stream offset %1</source>
        <translation>流偏移 %1</translation>
    </message>
    <message>
        <source>)</source>
        <translation>）</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批量</translation>
    </message>
    <message>
        <source>JSON-RPC: %1, and more that is not looked at</source>
        <translation>JSON-RPC：%1，其余未查看</translation>
    </message>
    <message>
        <source>%1 (0x%2), %3</source>
        <translation>%1（0x%2），%3</translation>
    </message>
    <message>
        <source>looking for the rest of the message…</source>
        <translation>正在查找消息的其余部分…</translation>
    </message>
    <message>
        <source>, of %1 fragments or more</source>
        <translation>，至少 %1 个分片之一</translation>
    </message>
</context>
<context>
    <name>FilterActions</name>
    <message>
        <source>&amp;Filter: %1</source>
        <translation>过滤：%1(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Hide: %1</source>
        <translation>隐藏：%1(&amp;H)</translation>
    </message>
</context>
<context>
    <name>Handshake</name>
    <message>
        <source>line %1, column %2 of the value</source>
        <translation>第 %1 行，值的第 %2 列</translation>
    </message>
    <message>
        <source>answered: </source>
        <translation>应答：</translation>
    </message>
    <message>
        <source>offered: </source>
        <translation>提议：</translation>
    </message>
    <message>
        <source>nobody offered it (RFC 6455 §9.1)</source>
        <translation>没有人提议过它（RFC 6455 §9.1）</translation>
    </message>
    <message>
        <source>it stands there already (RFC 7692 §5)</source>
        <translation>它已经出现过（RFC 7692 §5）</translation>
    </message>
    <message>
        <source>agreed</source>
        <translation>已协商</translation>
    </message>
    <message>
        <source>not answered; </source>
        <translation>未应答；</translation>
    </message>
    <message>
        <source>offered, not agreed</source>
        <translation>已提议，未协商</translation>
    </message>
    <message>
        <source>offered</source>
        <translation>已提议</translation>
    </message>
    <message>
        <source>Extensions</source>
        <translation>扩展</translation>
    </message>
    <message>
        <source>none agreed</source>
        <translation>未协商</translation>
    </message>
    <message>
        <source>agreed: %1</source>
        <translation>已协商：%1</translation>
    </message>
    <message>
        <source>none offered</source>
        <translation>未提议</translation>
    </message>
    <message>
        <source>offered: %1</source>
        <translation>已提议：%1</translation>
    </message>
    <message>
        <source>(missing)</source>
        <translation>（缺失）</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>Key → accept</source>
        <translation>Key → Accept</translation>
    </message>
    <message>
        <source>1. Key sent</source>
        <translation>1. 发送的 Key</translation>
    </message>
    <message>
        <source>2. Key and GUID</source>
        <translation>2. Key 与 GUID</translation>
    </message>
    <message>
        <source>3. SHA-1 of that</source>
        <translation>3. 其 SHA-1</translation>
    </message>
    <message>
        <source>4. Base64: expected</source>
        <translation>4. Base64：期望值</translation>
    </message>
    <message>
        <source>no response yet</source>
        <translation>尚无响应</translation>
    </message>
    <message>
        <source>5. Server&apos;s accept</source>
        <translation>5. 服务器的 Accept</translation>
    </message>
    <message>
        <source>✗ the accept is not the one for the key (RFC 6455 §4.1)</source>
        <translation>✗ Accept 与 Key 不符（RFC 6455 §4.1）</translation>
    </message>
    <message>
        <source>Subprotocol</source>
        <translation>子协议</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>%1 %2: </source>
        <translation>%1 %2：</translation>
    </message>
    <message>
        <source>see the Proxy tab</source>
        <translation>完整内容见“代理”</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>✓ upgraded, every rule of RFC 6455 §4.1 was kept</source>
        <translation>✓ 已升级，符合 RFC 6455 §4.1 的全部规则</translation>
    </message>
    <message>
        <source>✗ upgraded, but a strict client must refuse this (RFC 6455 §4.1)</source>
        <translation>✗ 已升级，但严格的客户端必须拒绝（RFC 6455 §4.1）</translation>
    </message>
    <message>
        <source>✗ not upgraded: the server answered %1 %2 instead of 101</source>
        <translation>✗ 未升级：服务器应答 %1 %2，而不是 101</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>响应</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Redirect</source>
        <translation>重定向</translation>
    </message>
    <message>
        <source>no WebSocket can go there ▲</source>
        <translation>WebSocket 无法连到那里 ▲</translation>
    </message>
    <message>
        <source>not followed: that is for you to say</source>
        <translation>未跟随：由您决定</translation>
    </message>
    <message>
        <source>Leads to</source>
        <translation>指向</translation>
    </message>
    <message>
        <source>can be given in Options ✓</source>
        <translation>可在选项中给出 ✓</translation>
    </message>
    <message>
        <source>Asks for</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>Proxy asks for</source>
        <translation>代理要求</translation>
    </message>
    <message>
        <source>no scheme is named (RFC 9110 §11.6.1) ▲</source>
        <translation>没有指明认证方案（RFC 9110 §11.6.1）▲</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>13 is ours ✓</source>
        <translation>13 是本端的版本 ✓</translation>
    </message>
    <message>
        <source>ours, 13, is not among them ✗</source>
        <translation>本端的版本 13 不在其中 ✗</translation>
    </message>
    <message>
        <source>Come again</source>
        <translation>再试时间</translation>
    </message>
    <message>
        <source>Name lookup</source>
        <translation>名称解析</translation>
    </message>
    <message>
        <source>TCP</source>
        <translation>TCP</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Upgrade</source>
        <translation>升级</translation>
    </message>
    <message>
        <source>Timings</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>in all</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>✓ the accept value matches the key</source>
        <translation>✓ Accept 与 Key 相符</translation>
    </message>
</context>
<context>
    <name>HeaderBits</name>
    <message>
        <source>FIN</source>
        <translation>FIN</translation>
    </message>
    <message>
        <source>RSV</source>
        <translation>RSV</translation>
    </message>
    <message>
        <source>opcode</source>
        <translation>操作码</translation>
    </message>
    <message>
        <source>MASK</source>
        <translation>MASK</translation>
    </message>
    <message>
        <source>payload len</source>
        <translation>载荷长度</translation>
    </message>
    <message>
        <source>extended payload length</source>
        <translation>扩展载荷长度</translation>
    </message>
    <message>
        <source>masking key (hex)</source>
        <translation>掩码密钥（十六进制）</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>Follow the desktop</source>
        <translation>跟随桌面</translation>
    </message>
</context>
<context>
    <name>Numbers</name>
    <message>
        <source>1 byte</source>
        <translation>1 字节</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
</context>
<context>
    <name>OctetValues</name>
    <message>
        <source>no character begins here</source>
        <translation>这里不是字符的开头</translation>
    </message>
    <message>
        <source>Unix time, s</source>
        <translation>Unix 时间，s</translation>
    </message>
    <message>
        <source>Unix time, ms</source>
        <translation>Unix 时间，ms</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>位</translation>
    </message>
</context>
<context>
    <name>PayloadNote</name>
    <message>
        <source>▲ The message is compressed; its bytes are shown as they were sent.</source>
        <translation>▲ 消息是压缩的；字节按发送时的原样显示。</translation>
    </message>
    <message>
        <source>▲ RSV1 is set on a reserved opcode, which no compression is for; the bytes are shown as they were sent.</source>
        <translation>▲ 在保留操作码上置位了 RSV1，而压缩不适用于它；字节按发送时的原样显示。</translation>
    </message>
    <message>
        <source>▲ RSV1 is set and no compression was agreed; the bytes are shown as they were sent.</source>
        <translation>▲ RSV1 已置位，但没有协商压缩；字节按发送时的原样显示。</translation>
    </message>
    <message>
        <source>▲ Not inflated: the compression context is unknown since row %1. The bytes are shown as they were sent.</source>
        <translation>▲ 未解压：从第 %1 行起压缩上下文未知。字节按发送时的原样显示。</translation>
    </message>
    <message>
        <source>▲ The message ends inside its compressed data; this is what came before.</source>
        <translation>▲ 消息在压缩数据中间结束；这是此前的内容。</translation>
    </message>
    <message>
        <source>▲ The compressed data is corrupt; these are the %1 before the bad place.</source>
        <translation>▲ 压缩数据已损坏；这是损坏处之前的 %1。</translation>
    </message>
    <message>
        <source>▲ Stopped at the limit of inflating after %1; Message offers the rest.</source>
        <translation>▲ 解压 %1 后到达限制而停止；“消息”页可解压其余部分。</translation>
    </message>
    <message>
        <source>%1 The bytes are shown as they were sent.</source>
        <translation>%1字节按发送时的原样显示。</translation>
    </message>
    <message>
        <source>Looking for the rest of the message…</source>
        <translation>正在查找消息的其余部分…</translation>
    </message>
    <message>
        <source>▲ Only the first %1 frames of the message are joined here.</source>
        <translation>▲ 此处只拼接了消息的前 %1 帧。</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Dark or light, or what the desktop says.</source>
        <translation>深色、浅色，或跟随桌面。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Takes effect after a restart.</source>
        <translation>下次启动程序时生效。</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Size of all text in the window.</source>
        <translation>窗口中所有文字的大小。</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 磅</translation>
    </message>
    <message>
        <source>Data font</source>
        <translation>数据字体</translation>
    </message>
    <message>
        <source>Frame list, payload, hex and editors use it. Only fonts whose characters have one width are offered.</source>
        <translation>帧列表、载荷、十六进制和编辑框使用此字体。只列出等宽字体。</translation>
    </message>
    <message>
        <source>Time of a row</source>
        <translation>行的时间</translation>
    </message>
    <message>
        <source>What the column Time shows. The Frame pane always shows both.</source>
        <translation>时间列显示的内容。帧窗格始终显示两者。</translation>
    </message>
    <message>
        <source>Follow new rows from the start</source>
        <translation>从一开始就跟随新行</translation>
    </message>
    <message>
        <source>A new capture shows its newest row until a row is selected or the list is scrolled up. Without it the list stays where it is, until End is pressed.</source>
        <translation>新捕获显示最新的行，直到选中某行或向上滚动。不选时列表停在原处，直到按下 End。</translation>
    </message>
    <message>
        <source>Capture folder</source>
        <translation>捕获文件夹</translation>
    </message>
    <message>
        <source>Where captures are recorded until they are saved; counts for the next new capture. Unsaved captures of another folder are not offered.</source>
        <translation>捕获在保存之前记录到此处；对下一个新捕获生效。其他文件夹中未保存的捕获不会列出。</translation>
    </message>
    <message>
        <source>Maximum size per file</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>At one of these limits a recording goes on in a new file.</source>
        <translation>达到其中一个限制时，录制在新文件中继续。</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> MiB</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>Maximum frames per file</source>
        <translation>文件中的帧数</translation>
    </message>
    <message>
        <source>Maximum age per file</source>
        <translation>文件时长</translation>
    </message>
    <message>
        <source> minutes</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>Files to keep</source>
        <translation>保留的文件数</translation>
    </message>
    <message>
        <source>The oldest file is deleted when there are more than these.</source>
        <translation>超过此数时删除最旧的文件。</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Longest inflated message</source>
        <translation>最长的解压消息</translation>
    </message>
    <message>
        <source>A compressed message is inflated up to here without being asked; the Message pane offers to go on.</source>
        <translation>压缩消息自动解压到此为止；消息窗格可继续解压。</translation>
    </message>
    <message>
        <source>Most inflated bytes for each compressed one</source>
        <translation>每个压缩字节最多解压出的字节数</translation>
    </message>
    <message>
        <source>Hide secrets until I reveal them</source>
        <translation>隐藏机密，直到我选择显示</translation>
    </message>
    <message>
        <source>Authorization, cookies and tokens in addresses are shown as dots. The capture holds them as they are.</source>
        <translation>Authorization、Cookie 和地址中的令牌显示为圆点。捕获文件保留其原样。</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Frame list</source>
        <translation>帧列表</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>隐私</translation>
    </message>
    <message>
        <source>Follow the desktop</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Seconds since the first row</source>
        <translation>自第一行起的秒数</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>当日时间</translation>
    </message>
    <message>
        <source>Time of day, UTC</source>
        <translation>当日时间（UTC）</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>是(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>否(&amp;N)</translation>
    </message>
    <message>
        <source>Restore Defaults</source>
        <translation>恢复默认值</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>RowSpec</name>
    <message>
        <source>The frame has %1 bytes of payload; the composer takes up to %2.</source>
        <translation>此帧的载荷有 %1 字节；编写器最多接受 %2。</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>&amp;New capture window</source>
        <translation>新建捕获窗口(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open capture…</source>
        <translation>打开捕获(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Save capture</source>
        <translation>保存捕获(&amp;S)</translation>
    </message>
    <message>
        <source>Save capture &amp;as…</source>
        <translation>捕获另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation>关闭窗口(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Copy rows as text</source>
        <translation>将行复制为文本(&amp;C)</translation>
    </message>
    <message>
        <source>Copy &amp;payload as…</source>
        <translation>载荷复制为(&amp;P)…</translation>
    </message>
    <message>
        <source>Select &amp;all rows</source>
        <translation>选择所有行(&amp;A)</translation>
    </message>
    <message>
        <source>Enter a f&amp;ilter</source>
        <translation>输入过滤器(&amp;I)</translation>
    </message>
    <message>
        <source>Show all &amp;rows (clear the filter)</source>
        <translation>显示所有行（清除过滤器）(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;First row</source>
        <translation>第一行(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Last row, and follow</source>
        <translation>最后一行，并跟随(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Enter an address</source>
        <translation>输入地址(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>连接(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Disconnect (close handshake)</source>
        <translation>断开（关闭握手）(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Abort (end TCP at once)</source>
        <translation>中止（立即结束 TCP）(&amp;A)</translation>
    </message>
    <message>
        <source>Connect to the &amp;built-in demo server</source>
        <translation>连接到内置演示服务器(&amp;B)</translation>
    </message>
    <message>
        <source>Show c&amp;onnections</source>
        <translation>显示连接列表(&amp;O)</translation>
    </message>
    <message>
        <source>Show &amp;details</source>
        <translation>显示详情(&amp;D)</translation>
    </message>
    <message>
        <source>Show co&amp;mposer</source>
        <translation>显示编写器(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Freeze the list (recording goes on)</source>
        <translation>冻结列表（录制继续）(&amp;F)</translation>
    </message>
    <message>
        <source>Go to the frame list</source>
        <translation>转到帧列表</translation>
    </message>
    <message>
        <source>Go to the frame&apos;s fields</source>
        <translation>转到帧的字段</translation>
    </message>
    <message>
        <source>Go to the payload</source>
        <translation>转到载荷</translation>
    </message>
    <message>
        <source>Go to the composer</source>
        <translation>转到编写器</translation>
    </message>
    <message>
        <source>Go to the connections</source>
        <translation>转到连接列表</translation>
    </message>
    <message>
        <source>&amp;Send the composed frame</source>
        <translation>发送编写的帧(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Open the selected frame in the composer</source>
        <translation>在编写器中打开选中的帧(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Resend the selected frame</source>
        <translation>重新发送选中的帧(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>E&amp;xplain what is selected</source>
        <translation>解释选中的内容(&amp;X)</translation>
    </message>
    <message>
        <source>Show &amp;timeline</source>
        <translation>显示时间线(&amp;T)</translation>
    </message>
    <message>
        <source>Go to the timeline</source>
        <translation>转到时间线</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>查找(&amp;F)…</translation>
    </message>
    <message>
        <source>Find &amp;next</source>
        <translation>查找下一个(&amp;N)</translation>
    </message>
    <message>
        <source>Find pre&amp;vious</source>
        <translation>查找上一个(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Go to row or time…</source>
        <translation>转到行或时间(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Mark or unmark rows</source>
        <translation>标记或取消标记行(&amp;M)</translation>
    </message>
    <message>
        <source>Comment on the ro&amp;w…</source>
        <translation>为行加注释(&amp;W)…</translation>
    </message>
    <message>
        <source>Next marked or commented row</source>
        <translation>下一个有标记或注释的行</translation>
    </message>
    <message>
        <source>Previous marked or commented row</source>
        <translation>上一个有标记或注释的行</translation>
    </message>
    <message>
        <source>&amp;Statistics</source>
        <translation>统计(&amp;S)</translation>
    </message>
    <message>
        <source>Frame list</source>
        <translation>帧列表</translation>
    </message>
    <message>
        <source>Row above, below</source>
        <translation>上一行、下一行</translation>
    </message>
    <message>
        <source>A page up, down</source>
        <translation>上一页、下一页</translation>
    </message>
    <message>
        <source>First row</source>
        <translation>第一行</translation>
    </message>
    <message>
        <source>Last row, and follow</source>
        <translation>最后一行并跟随</translation>
    </message>
    <message>
        <source>Select more or fewer rows</source>
        <translation>选择更多或更少的行</translation>
    </message>
    <message>
        <source>Scroll across the columns</source>
        <translation>横向滚动各列</translation>
    </message>
    <message>
        <source>Menu of the row</source>
        <translation>行的菜单</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Earlier, later</source>
        <translation>更早、更晚</translation>
    </message>
    <message>
        <source>Choose a shorter or longer span of time</source>
        <translation>选择更短或更长的时间段</translation>
    </message>
    <message>
        <source>A whole view earlier, later</source>
        <translation>前一屏、后一屏</translation>
    </message>
    <message>
        <source>Closer, farther</source>
        <translation>放大、缩小</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>First rows; newest rows, and follow</source>
        <translation>最早的行；最新的行并跟随</translation>
    </message>
    <message>
        <source>Go to the row at the cursor</source>
        <translation>转到光标处的行</translation>
    </message>
    <message>
        <source>Choose no span</source>
        <translation>不选择时间段</translation>
    </message>
    <message>
        <source>Bit diagram</source>
        <translation>位图</translation>
    </message>
    <message>
        <source>Field before, after</source>
        <translation>前一个、后一个字段</translation>
    </message>
    <message>
        <source>First, last field</source>
        <translation>第一个、最后一个字段</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Field above, below</source>
        <translation>上一个、下一个字段</translation>
    </message>
    <message>
        <source>Fold, unfold</source>
        <translation>折叠、展开</translation>
    </message>
    <message>
        <source>Follow the link to another row</source>
        <translation>沿链接转到另一行</translation>
    </message>
    <message>
        <source>Copy the field</source>
        <translation>复制字段</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>Byte before, after</source>
        <translation>前一个、后一个字节</translation>
    </message>
    <message>
        <source>Line above, below</source>
        <translation>上一行、下一行</translation>
    </message>
    <message>
        <source>Begin, end of the line</source>
        <translation>行首、行尾</translation>
    </message>
    <message>
        <source>First, last byte</source>
        <translation>第一个、最后一个字节</translation>
    </message>
    <message>
        <source>Select more bytes</source>
        <translation>选择更多字节</translation>
    </message>
    <message>
        <source>Copy the selected bytes</source>
        <translation>复制所选字节</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>过滤器</translation>
    </message>
    <message>
        <source>Completions and earlier filters</source>
        <translation>补全和以前的过滤器</translation>
    </message>
    <message>
        <source>Take the completion</source>
        <translation>采用补全</translation>
    </message>
    <message>
        <source>Back to the frame list</source>
        <translation>回到帧列表</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Earlier addresses</source>
        <translation>以前的地址</translation>
    </message>
    <message>
        <source>Composer</source>
        <translation>编写器</translation>
    </message>
    <message>
        <source>What was sent before, in the first and last line</source>
        <translation>在首行和末行取回以前发送的内容</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息栏</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>Tabs</source>
        <translation>标签页</translation>
    </message>
    <message>
        <source>Tab before, after</source>
        <translation>前一个、后一个标签页</translation>
    </message>
    <message>
        <source>P&amp;references…</source>
        <translation>首选项(&amp;R)…</translation>
    </message>
    <message>
        <source>Next row with an &amp;error</source>
        <translation>下一个有错误的行(&amp;E)</translation>
    </message>
    <message>
        <source>Previous row with an error</source>
        <translation>上一个有错误的行</translation>
    </message>
</context>
<context>
    <name>Statistics</name>
    <message>
        <source>sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>sent: %1 frames, %2
received: %3 frames, %4</source>
        <translation>发送：%1 帧，%2
接收：%3 帧，%4</translation>
    </message>
    <message>
        <source>Sent frames</source>
        <translation>发送帧数</translation>
    </message>
    <message>
        <source>Received frames</source>
        <translation>接收帧数</translation>
    </message>
    <message>
        <source>Frames over time</source>
        <translation>帧随时间的分布</translation>
    </message>
    <message>
        <source>Each bar is %1 long, counted from the first row.</source>
        <translation>每个柱形的时长为 %1，从第一行算起。</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>No frames yet.</source>
        <translation>还没有帧。</translation>
    </message>
    <message>
        <source>Continuation</source>
        <translation>延续</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Binary</source>
        <translation>二进制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Ping</source>
        <translation>Ping</translation>
    </message>
    <message>
        <source>Pong</source>
        <translation>Pong</translation>
    </message>
    <message>
        <source>Reserved</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Frames by opcode</source>
        <translation>各操作码的帧数</translation>
    </message>
    <message>
        <source>One bar for each opcode that occurs, sent and received.</source>
        <translation>出现的每个操作码各一个条形，分发送和接收。</translation>
    </message>
    <message>
        <source>Opcode</source>
        <translation>操作码</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>从 %1 起</translation>
    </message>
    <message>
        <source>%1 to below %2</source>
        <translation>%1 至 %2 以下</translation>
    </message>
    <message>
        <source>%1
sent: %2
received: %3</source>
        <translation>%1
发送：%2
接收：%3</translation>
    </message>
    <message>
        <source>Frames by payload size</source>
        <translation>按载荷大小的帧数</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Frames by time since the one before</source>
        <translation>按距前一帧时间的帧数</translation>
    </message>
    <message>
        <source>The time from one frame to the next of the same connection in the same direction.</source>
        <translation>同一连接同一方向上一帧到下一帧的时间。</translation>
    </message>
    <message>
        <source>Longest and average</source>
        <translation>最长与平均</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>最长</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>No two frames of a connection in one direction yet.</source>
        <translation>还没有哪个连接在一个方向上有两个帧。</translation>
    </message>
    <message>
        <source>Round trips by duration</source>
        <translation>往返时长分布</translation>
    </message>
    <message>
        <source>From a request to its answer: pings, JSON-RPC, GraphQL and Socket.IO.</source>
        <translation>从请求到其应答：ping、JSON-RPC、GraphQL 和 Socket.IO。</translation>
    </message>
    <message>
        <source>round trips</source>
        <translation>往返</translation>
    </message>
    <message>
        <source>By request</source>
        <translation>按请求</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求数</translation>
    </message>
    <message>
        <source>Unanswered</source>
        <translation>未应答</translation>
    </message>
    <message>
        <source>Shortest</source>
        <translation>最短</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>90 %</source>
        <translation>90 %</translation>
    </message>
    <message>
        <source>99 %</source>
        <translation>99 %</translation>
    </message>
    <message>
        <source>The slowest</source>
        <translation>最慢的往返</translation>
    </message>
    <message>
        <source>Asked in row</source>
        <translation>请求所在行</translation>
    </message>
    <message>
        <source>Answered in row</source>
        <translation>应答所在行</translation>
    </message>
    <message>
        <source>No requests yet: pings, and messages of JSON-RPC, GraphQL and Socket.IO that ask for an answer.</source>
        <translation>还没有请求：即 ping，以及要求应答的 JSON-RPC、GraphQL 和 Socket.IO 消息。</translation>
    </message>
    <message>
        <source>Rows by finding</source>
        <translation>各检查结果的行数</translation>
    </message>
    <message>
        <source>One bar for each finding, the most frequent first.</source>
        <translation>每种检查结果一个条形，最常见的在前。</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>notes</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>章节</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Nothing was found: no rule was broken so far.</source>
        <translation>没有检查结果：到目前为止没有违反规则。</translation>
    </message>
    <message>
        <source>Frames by connection</source>
        <translation>各连接的帧数</translation>
    </message>
    <message>
        <source>One bar for each connection, those with most first.</source>
        <translation>每个连接一个条形，最多的在前。</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Rows with errors</source>
        <translation>有错误的行</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>No connections yet.</source>
        <translation>还没有连接。</translation>
    </message>
    <message>
        <source>Messages by type</source>
        <translation>各类型的消息数</translation>
    </message>
    <message>
        <source>The method, event or type that text messages name, those with most messages first.</source>
        <translation>文本消息写明的方法、事件或类型，消息最多的在前。</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Per second</source>
        <translation>每秒</translation>
    </message>
    <message>
        <source>No text messages, pings or pongs yet.</source>
        <translation>还没有文本消息、ping 或 pong。</translation>
    </message>
    <message>
        <source>Pong frame</source>
        <translation>Pong 帧</translation>
    </message>
    <message>
        <source>Ping frame</source>
        <translation>Ping 帧</translation>
    </message>
    <message>
        <source>Text without a type</source>
        <translation>没有类型的文本</translation>
    </message>
    <message>
        <source>JSON, other types</source>
        <translation>JSON，其他类型</translation>
    </message>
    <message>
        <source>JSON-RPC, other methods</source>
        <translation>JSON-RPC，其他方法</translation>
    </message>
    <message>
        <source>Socket.IO, other events</source>
        <translation>Socket.IO，其他事件</translation>
    </message>
    <message>
        <source>The busiest %1 of %2 connections; &quot;Copy as table&quot; takes all of them.</source>
        <translation>%2 个连接中最繁忙的 %1 个；“复制为表格”会复制全部连接。</translation>
    </message>
    <message>
        <source>Compressed, not readable</source>
        <translation>已压缩，无法读取</translation>
    </message>
    <message>
        <source>JSON-RPC, a batch</source>
        <translation>JSON-RPC，批量</translation>
    </message>
    <message>
        <source>JSON-RPC, the beginning of a batch</source>
        <translation>JSON-RPC，批量的开头部分</translation>
    </message>
    <message>
        <source>JSON-RPC, a result</source>
        <translation>JSON-RPC，结果</translation>
    </message>
    <message>
        <source>JSON-RPC, an error</source>
        <translation>JSON-RPC，错误</translation>
    </message>
    <message>
        <source>Socket.IO, an event without a name</source>
        <translation>Socket.IO，无名称的事件</translation>
    </message>
    <message>
        <source>Sent on wire</source>
        <translation>线路上发送</translation>
    </message>
    <message>
        <source>Received on wire</source>
        <translation>线路上接收</translation>
    </message>
    <message>
        <source>Bytes on the wire over time</source>
        <translation>线路上的字节随时间的分布</translation>
    </message>
    <message>
        <source>Bytes on the wire by opcode</source>
        <translation>各操作码在线路上的字节数</translation>
    </message>
    <message>
        <source>Each bar covers twice the size range of the one before.</source>
        <translation>每个柱形涵盖的大小范围是前一个的两倍。</translation>
    </message>
    <message>
        <source>Gap</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>Bytes on the wire by connection</source>
        <translation>各连接在线路上的字节数</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>What is sent and received is drawn here over time.</source>
        <translation>发送和接收的内容在这里按时间绘出。</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>%1 of silence</source>
        <translation>静默 %1</translation>
    </message>
    <message>
        <source>RTT %1</source>
        <translation>RTT %1</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>二进制</translation>
    </message>
    <message>
        <source>continuation</source>
        <translation>延续</translation>
    </message>
    <message>
        <source>ping or pong</source>
        <translation>ping 或 pong</translation>
    </message>
    <message>
        <source>close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>reserved opcode</source>
        <translation>保留操作码</translation>
    </message>
    <message>
        <source>handshake or event</source>
        <translation>握手或事件</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 after the first row, %2 at a time (%3)</source>
        <translation>第一行之后 %1，每段 %2（%3）</translation>
    </message>
    <message>
        <source>    %1, the largest %2</source>
        <translation>    %1，最大 %2</translation>
    </message>
    <message>
        <source>↑ sent: %1 (%2)</source>
        <translation>↑ 发送：%1（%2）</translation>
    </message>
    <message>
        <source>↓ received: %1 (%2)</source>
        <translation>↓ 接收：%1（%2）</translation>
    </message>
    <message>
        <source>Ping to pong: %1</source>
        <translation>ping 到 pong：%1</translation>
    </message>
    <message>
        <source>Silence of %1</source>
        <translation>静默 %1</translation>
    </message>
    <message>
        <source>Click: go to the row
Wheel, + and −: zoom
Drag, ← and →: move
Shift+drag, or drag on the axis: show only the rows of a span
Double click or Esc: show all rows again
0: the whole capture, Home and End: its ends</source>
        <translation>单击：转到该行
滚轮、+ 和 −：缩放
拖动、← 和 →：平移
Shift+拖动，或在轴上拖动：只显示一段时间内的行
双击或 Esc：重新显示所有行
0：整个捕获，Home 和 End：两端</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 d %2 h</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1M rows/s</source>
        <translation>%1M 行/秒</translation>
    </message>
    <message>
        <source>%1k rows/s</source>
        <translation>%1k 行/秒</translation>
    </message>
    <message>
        <source>%1 rows/s</source>
        <translation>%1 行/秒</translation>
    </message>
    <message>
        <source>▲ with an error: %1</source>
        <translation>▲ 有错误：%1</translation>
    </message>
    <message>
        <source>%1/s of payload</source>
        <translation>载荷 %1/秒</translation>
    </message>
    <message>
        <source>before the first row</source>
        <translation>第一行之前</translation>
    </message>
    <message>
        <source>Of the time that is drawn: its rows and their payload, with the handshake, without frame headers.</source>
        <translation>所示时间段内的行及其载荷，包含握手，不含帧头。</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
    <message>
        <source>%1 ns</source>
        <translation>%1 ns</translation>
    </message>
</context>
<context>
    <name>framescope::ui::AuthPage</name>
    <message>
        <source>Authorization</source>
        <translation>认证</translation>
    </message>
    <message>
        <source>How the request says who you are. Kept for this session only, never written to disk.</source>
        <translation>请求如何表明您的身份。只在本次会话中保留，从不写入磁盘。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Basic (user and password)</source>
        <translation>Basic（用户名和密码）</translation>
    </message>
    <message>
        <source>Bearer (token)</source>
        <translation>Bearer（令牌）</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Cookie profile</source>
        <translation>Cookie 档案</translation>
    </message>
    <message>
        <source>none: no cookies are sent or kept</source>
        <translation>无：不发送也不保存 Cookie</translation>
    </message>
    <message>
        <source>&amp;Authorization</source>
        <translation>认证方式(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>用户名(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>密码(&amp;P)</translation>
    </message>
    <message>
        <source>Cookies</source>
        <translation>Cookie</translation>
    </message>
    <message>
        <source>&amp;Cookie profile</source>
        <translation>Cookie 档案(&amp;C)</translation>
    </message>
    <message>
        <source>Any name. Cookies that servers set are kept under it, and sent to the hosts that set them on later connections with the same profile.</source>
        <translation>任意名称。服务器设置的 Cookie 保存在该名称下，以后用同一档案连接时发送给设置它们的主机。</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>令牌(&amp;T)</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>No Authorization field is sent.</source>
        <translation>不发送 Authorization 字段。</translation>
    </message>
    <message>
        <source>Sent as user:password in Base64 (RFC 7617), which anyone who can read it can undo.</source>
        <translation>以 Base64 形式发送“用户名:密码”（RFC 7617），任何能读到它的人都能还原。</translation>
    </message>
    <message>
        <source>Sent as it is (RFC 6750 §2.1).</source>
        <translation>原样发送（RFC 6750 §2.1）。</translation>
    </message>
    <message>
        <source>▲ The address is ws: anyone on the way can read it.</source>
        <translation>▲ 地址是 ws：途中的任何人都能读到它。</translation>
    </message>
    <message>
        <source>▲ The request has an Authorization header of its own as well.</source>
        <translation>▲ 请求自身另有一个 Authorization 头字段。</translation>
    </message>
    <message>
        <source>A user name for Basic cannot have a colon: the password begins after the first one.</source>
        <translation>Basic 的用户名不能含冒号：第一个冒号之后就是密码。</translation>
    </message>
    <message>
        <source>The user name has a control character in it.</source>
        <translation>用户名中有控制字符。</translation>
    </message>
    <message>
        <source>The password has a control character in it.</source>
        <translation>密码中有控制字符。</translation>
    </message>
    <message>
        <source>The token is missing.</source>
        <translation>缺少令牌。</translation>
    </message>
    <message>
        <source>A bearer token has letters, digits and -._~+/ only, and = at its end (RFC 6750 §2.1). To send another, add an Authorization header on the Request page.</source>
        <translation>Bearer 令牌只能含字母、数字和 -._~+/，末尾可有 =（RFC 6750 §2.1）。要发送其他内容，请在“请求”页添加 Authorization 头字段。</translation>
    </message>
    <message>
        <source>The name of the cookie profile has a control character in it.</source>
        <translation>Cookie 档案的名称中有控制字符。</translation>
    </message>
</context>
<context>
    <name>framescope::ui::BehaviourPage</name>
    <message>
        <source>Behaviour</source>
        <translation>行为</translation>
    </message>
    <message>
        <source>What to do without being asked.</source>
        <translation>无需确认即自动执行的操作。</translation>
    </message>
    <message>
        <source>When the peer breaks a rule</source>
        <translation>对端违反规则时</translation>
    </message>
    <message>
        <source>Observe</source>
        <translation>观察</translation>
    </message>
    <message>
        <source>Strict</source>
        <translation>严格</translation>
    </message>
    <message>
        <source>Answer a &amp;ping with a pong (RFC 6455 §5.5.2)</source>
        <translation>用 pong 应答 ping（RFC 6455 §5.5.2）(&amp;P)</translation>
    </message>
    <message>
        <source>Answer a &amp;close with a close (RFC 6455 §5.5.1)</source>
        <translation>用 close 应答 close（RFC 6455 §5.5.1）(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Echo: send each whole message back</source>
        <translation>回显：把每条完整消息发回(&amp;E)</translation>
    </message>
    <message>
        <source>Keep &amp;sending after the server ends its side</source>
        <translation>服务器关闭发送方向后仍继续发送(&amp;S)</translation>
    </message>
    <message>
        <source>Keep-alive ping after</source>
        <translation>保活 ping 间隔</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>Connect &amp;again when the connection ends or fails</source>
        <translation>连接结束或失败后自动重连(&amp;A)</translation>
    </message>
    <message>
        <source>First wait</source>
        <translation>首次等待</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>最长等待</translation>
    </message>
    <message>
        <source>Attempts in a row</source>
        <translation>连续尝试次数</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>no end</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>When the peer breaks a &amp;rule</source>
        <translation>对端违反规则时(&amp;R)</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Half-closed TCP: the connection stays until you disconnect. Without TLS only; the end of TLS is the end of both sides.</source>
        <translation>半关闭的 TCP：连接一直保持到您断开。只适用于不用 TLS 时；TLS 结束意味着双方都结束。</translation>
    </message>
    <message>
        <source>&amp;Keep-alive ping after</source>
        <translation>保活 ping 间隔(&amp;K)</translation>
    </message>
    <message>
        <source>Connecting again</source>
        <translation>重新连接</translation>
    </message>
    <message>
        <source>&amp;First wait</source>
        <translation>首次等待(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Longest wait</source>
        <translation>最长等待(&amp;L)</translation>
    </message>
    <message>
        <source>A&amp;ttempts in a row</source>
        <translation>连续尝试次数(&amp;T)</translation>
    </message>
    <message>
        <source>The wait doubles each time. The countdown stands at the bottom of the window, where it can be cancelled.</source>
        <translation>每次等待时间加倍。倒计时显示在窗口底部，可在那里取消。</translation>
    </message>
    <message>
        <source>The first wait is longer than the longest wait.</source>
        <translation>首次等待比最长等待还长。</translation>
    </message>
    <message>
        <source>Mark it and go on watching as long as frames can be told apart.</source>
        <translation>标出违规，只要还能区分各帧就继续观察。</translation>
    </message>
    <message>
        <source>Close the connection with the code the RFC says, as a conforming endpoint does.</source>
        <translation>用 RFC 规定的关闭码关闭连接，与合规的端点一样。</translation>
    </message>
</context>
<context>
    <name>framescope::ui::CaptureNews</name>
    <message>
        <source>1 frame</source>
        <translation>1 帧</translation>
    </message>
    <message>
        <source>%1 frames</source>
        <translation>%1 帧</translation>
    </message>
    <message>
        <source>received %1 (%2), sent %3 (%4)</source>
        <translation>接收 %1（%2），发送 %3（%4）</translation>
    </message>
    <message>
        <source>Recording has stopped: %1. Not stored from row %2 (%3) on: %4. Connections go on; what they carry is counted here and in the status bar.</source>
        <translation>录制已停止：%1。从第 %2 行（%3）起未存储：%4。连接继续；它们传送的内容在此处和状态栏中计数。</translation>
    </message>
    <message>
        <source>connection %1: %2</source>
        <translation>连接 %1：%2</translation>
    </message>
    <message>
        <source>Nothing has gone by since.</source>
        <translation>此后没有任何数据经过。</translation>
    </message>
    <message>
        <source>Save what was recorded…</source>
        <translation>保存已录制的内容…</translation>
    </message>
    <message>
        <source>New capture</source>
        <translation>新建捕获</translation>
    </message>
    <message>
        <source>Another program is recording to %1. Its rows appear here as they come; the file is only read.</source>
        <translation>另一个程序正在录制到 %1。它的行到达后会显示在这里；该文件只被读取。</translation>
    </message>
    <message>
        <source>The other program has ended its recording to %1: the capture is complete.</source>
        <translation>另一个程序已结束录制到 %1：捕获是完整的。</translation>
    </message>
    <message>
        <source>The other program has ended its recording to %1: %2.</source>
        <translation>另一个程序已结束录制到 %1：%2。</translation>
    </message>
</context>
<context>
    <name>framescope::ui::CertificateQuestion</name>
    <message>
        <source>The certificate of %1 is not trusted:</source>
        <translation>%1 的证书不受信任：</translation>
    </message>
    <message>
        <source>Fingerprint (SHA-256)</source>
        <translation>指纹（SHA-256）</translation>
    </message>
    <message>
        <source>Accept this certificate for this host</source>
        <translation>为此主机接受此证书</translation>
    </message>
    <message>
        <source>Add a CA file…</source>
        <translation>添加 CA 文件…</translation>
    </message>
</context>
<context>
    <name>framescope::ui::ClientCertificatePage</name>
    <message>
        <source>Client certificate</source>
        <translation>客户端证书</translation>
    </message>
    <message>
        <source>Shown to a server that asks for one (mutual TLS).</source>
        <translation>向要求它的服务器出示（双向 TLS）。</translation>
    </message>
    <message>
        <source>Certificate file</source>
        <translation>证书文件</translation>
    </message>
    <message>
        <source>none; PEM with its chain, or PKCS#12</source>
        <translation>无；PEM 及其证书链，或 PKCS#12</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer *.p12 *.pfx)</source>
        <translation>证书 (*.pem *.crt *.cer *.p12 *.pfx)</translation>
    </message>
    <message>
        <source>Key file</source>
        <translation>密钥文件</translation>
    </message>
    <message>
        <source>in the certificate file</source>
        <translation>在证书文件中</translation>
    </message>
    <message>
        <source>Keys (*.pem *.key)</source>
        <translation>密钥 (*.pem *.key)</translation>
    </message>
    <message>
        <source>Passphrase of the key</source>
        <translation>密钥的口令</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>&amp;Certificate</source>
        <translation>证书(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>密钥(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Passphrase</source>
        <translation>口令(&amp;P)</translation>
    </message>
    <message>
        <source>A PKCS#12 file (.p12, .pfx) holds certificate and key together. The passphrase is kept for this session only, never written to disk.</source>
        <translation>PKCS#12 文件（.p12、.pfx）同时包含证书和密钥。口令只在本次会话中保留，从不写入磁盘。</translation>
    </message>
    <message>
        <source>The key needs its certificate: choose the certificate file too.</source>
        <translation>密钥需要对应的证书：请同时选择证书文件。</translation>
    </message>
</context>
<context>
    <name>framescope::ui::CloseFields</name>
    <message>
        <source>Close code</source>
        <translation>关闭码</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>0 to 65535; below 0: an empty payload, no code at all</source>
        <translation>0 到 65535；小于 0：空载荷，完全没有关闭码</translation>
    </message>
    <message>
        <source>Close reason</source>
        <translation>关闭原因</translation>
    </message>
    <message>
        <source>Reason (at most 123 bytes)</source>
        <translation>原因（最多 123 字节）</translation>
    </message>
    <message>
        <source>RFC 6455 §5.5 leaves 123 bytes for the reason; a longer one is sent as is</source>
        <translation>RFC 6455 §5.5 给原因留了 123 字节；更长的会原样发送</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>关闭码</translation>
    </message>
</context>
<context>
    <name>framescope::ui::ColorRulesDialog</name>
    <message>
        <source>A rule needs a filter.</source>
        <translation>规则需要一个过滤器。</translation>
    </message>
    <message>
        <source>Colour rules</source>
        <translation>着色规则</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>过滤器</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>New rule</source>
        <translation>新规则</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>过滤器(&amp;F)</translation>
    </message>
    <message>
        <source>Put it in the place of what is wrong (Alt+Enter)</source>
        <translation>用它替换出错的部分（Alt+Enter）</translation>
    </message>
    <message>
        <source>Rows that pass a filter get its colour; the first rule that is on and passes wins.</source>
        <translation>符合筛选的行会带上它的颜色；第一个启用且符合的规则生效。</translation>
    </message>
</context>
<context>
    <name>framescope::ui::CommentPopup</name>
    <message>
        <source>Enter saves it, Esc cancels; an empty one is removed. It is kept with the capture and in saved copies, where Wireshark shows it too.</source>
        <translation>按 Enter 保存，按 Esc 取消；留空则删除。注释与捕获一同保存，另存的副本中也有，Wireshark 同样会显示。</translation>
    </message>
</context>
<context>
    <name>framescope::ui::CompletionList</name>
    <message>
        <source>Completions</source>
        <translation>补全</translation>
    </message>
</context>
<context>
    <name>framescope::ui::Composer</name>
    <message>
        <source>Send exactly these bytes (Ctrl+Enter)</source>
        <translation>原样发送这些字节（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Composer</source>
        <translation>编写器</translation>
    </message>
    <message>
        <source>What to compose</source>
        <translation>编写什么</translation>
    </message>
    <message>
        <source>Compose frame</source>
        <translation>编写帧</translation>
    </message>
    <message>
        <source>Raw bytes</source>
        <translation>原始字节</translation>
    </message>
    <message>
        <source>What is wrong with this frame</source>
        <translation>此帧的问题</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Any bytes, sent exactly as they are: a part of a frame, several frames, or no frame at all. Pairs of hex digits; white space and # comments do not count.</source>
        <translation>任意字节，原样发送：帧的一部分、若干帧，或根本不是帧。以成对的十六进制数字书写；空白和 # 注释不计。</translation>
    </message>
    <message>
        <source>Raw bytes in hex</source>
        <translation>十六进制原始字节</translation>
    </message>
    <message>
        <source>Send bytes</source>
        <translation>发送字节</translation>
    </message>
    <message>
        <source>Raw bytes as</source>
        <translation>原始字节的形式</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>compressed when it is sent; the length is known then</source>
        <translation>发送时压缩；届时才知道长度</translation>
    </message>
    <message>
        <source>· the content of a file this large is not judged before it is sent</source>
        <translation>· 这么大的文件在发送前不检查内容</translation>
    </message>
    <message>
        <source>✓ nothing is wrong with this frame</source>
        <translation>✓ 此帧没有问题</translation>
    </message>
    <message>
        <source>The payload cannot be read, see there.</source>
        <translation>载荷无法读取，见该处。</translation>
    </message>
    <message>
        <source>Compressing…</source>
        <translation>正在压缩…</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>The bytes cannot be read, see there.</source>
        <translation>字节无法读取，见该处。</translation>
    </message>
    <message>
        <source>No bytes yet</source>
        <translation>尚无字节</translation>
    </message>
    <message>
        <source>1 byte</source>
        <translation>1 字节</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>Not sent: another connection is shown by now.</source>
        <translation>未发送：现在显示的已是另一个连接。</translation>
    </message>
    <message>
        <source>%1  Ctrl+⏎</source>
        <translation>%1  Ctrl+⏎</translation>
    </message>
    <message>
        <source>to connection %1</source>
        <translation>发往连接 %1</translation>
    </message>
    <message>
        <source>▲ 1 problem, sent as is</source>
        <translation>▲ 1 个问题，将原样发送</translation>
    </message>
    <message>
        <source>▲ %1 problems, sent as is</source>
        <translation>▲ %1 个问题，将原样发送</translation>
    </message>
</context>
<context>
    <name>framescope::ui::CompressionPage</name>
    <message>
        <source>Compression</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>permessage-deflate (RFC 7692): each message compressed by itself or with what came before it.</source>
        <translation>permessage-deflate（RFC 7692）：每条消息单独压缩，或连同之前的内容一起压缩。</translation>
    </message>
    <message>
        <source>&amp;Offer permessage-deflate</source>
        <translation>提议 permessage-deflate(&amp;O)</translation>
    </message>
    <message>
        <source>server_no_context_takeover: the server forgets after each message</source>
        <translation>server_no_context_takeover：服务器在每条消息后清除上下文</translation>
    </message>
    <message>
        <source>client_no_context_takeover: we reset our context after each message</source>
        <translation>client_no_context_takeover：本端在每条消息后清除上下文</translation>
    </message>
    <message>
        <source>server_max_window_bits</source>
        <translation>server_max_window_bits</translation>
    </message>
    <message>
        <source>not in the offer</source>
        <translation>不在提议中</translation>
    </message>
    <message>
        <source>client_max_window_bits</source>
        <translation>client_max_window_bits</translation>
    </message>
    <message>
        <source>without a value</source>
        <translation>不带值</translation>
    </message>
    <message>
        <source>&amp;Compress the messages we send, where agreed; the composer&apos;s Compress box begins with it</source>
        <translation>已协商时压缩本端发送的消息；编写器的“压缩”框以此为初值(&amp;C)</translation>
    </message>
    <message>
        <source>Shortest message that is compressed</source>
        <translation>最小压缩长度</translation>
    </message>
    <message>
        <source> bytes</source>
        <translation> 字节</translation>
    </message>
    <message>
        <source>Level, 1 fastest to 9 smallest</source>
        <translation>级别，1 最快，9 最小</translation>
    </message>
    <message>
        <source>Longest message that is inflated</source>
        <translation>解压的最长消息</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> MiB</translation>
    </message>
    <message>
        <source>Most bytes for each compressed one</source>
        <translation>每个压缩字节最多解压出的字节数</translation>
    </message>
    <message>
        <source>The offer as it is sent</source>
        <translation>实际发送的提议</translation>
    </message>
    <message>
        <source>&amp;server_max_window_bits</source>
        <translation>server_max_window_bits(&amp;S)</translation>
    </message>
    <message>
        <source>c&amp;lient_max_window_bits</source>
        <translation>client_max_window_bits(&amp;L)</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Echoes follow it. In the composer Compress is set by it beforehand, for text and binary frames with FIN, and can be changed for any frame.</source>
        <translation>回显遵循此设置。编写器中，带 FIN 的文本帧和二进制帧的“压缩”框由它预设，任何一帧都可以更改。</translation>
    </message>
    <message>
        <source>Not messages &amp;under</source>
        <translation>最小压缩长度(&amp;U)</translation>
    </message>
    <message>
        <source>Le&amp;vel</source>
        <translation>级别(&amp;V)</translation>
    </message>
    <message>
        <source>Decompression limits</source>
        <translation>解压限制</translation>
    </message>
    <message>
        <source> : 1</source>
        <translation> : 1</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>Longest &amp;message</source>
        <translation>最长消息(&amp;M)</translation>
    </message>
    <message>
        <source>Largest &amp;ratio</source>
        <translation>最大压缩比(&amp;R)</translation>
    </message>
    <message>
        <source>A longer message stays compressed in the capture; the Message tab offers to inflate the rest. These limits hold for all connections, from now on.</source>
        <translation>更长的消息在捕获中保持压缩；“消息”页可以解压其余部分。这些限制从现在起适用于所有连接。</translation>
    </message>
    <message>
        <source>No extension is offered.</source>
        <translation>不提议任何扩展。</translation>
    </message>
</context>
<context>
    <name>framescope::ui::ConnectionBar</name>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>New ▾</source>
        <translation>新建 ▾</translation>
    </message>
    <message>
        <source>New connection</source>
        <translation>新建连接</translation>
    </message>
    <message>
        <source>Connect to the demo server</source>
        <translation>连接到演示服务器</translation>
    </message>
    <message>
        <source>New capture</source>
        <translation>新建捕获</translation>
    </message>
    <message>
        <source>Headers, subprotocols, TLS and what to do by itself; they count on the next connect</source>
        <translation>头字段、子协议、TLS 和自动行为；下次连接时生效</translation>
    </message>
    <message>
        <source>Recording ▾</source>
        <translation>录制中 ▾</translation>
    </message>
    <message>
        <source>Not recording ▾</source>
        <translation>未录制 ▾</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录制中</translation>
    </message>
    <message>
        <source>Not recording</source>
        <translation>未录制</translation>
    </message>
    <message>
        <source>Every byte goes to %1</source>
        <translation>每个字节都写入 %1</translation>
    </message>
    <message>
        <source>What to do with the capture</source>
        <translation>如何处理此捕获</translation>
    </message>
    <message>
        <source>Type where to connect to, for example wss://example.com/socket, or choose “Connect to the demo server” below New.</source>
        <translation>请输入要连接的地址，例如 wss://example.com/socket，或在“新建”下选择“连接到演示服务器”。</translation>
    </message>
    <message>
        <source>Took the address and 1 header from the curl command.</source>
        <translation>已从 curl 命令中取得地址和 1 个头字段。</translation>
    </message>
    <message>
        <source>Took the address and %1 headers from the curl command.</source>
        <translation>已从 curl 命令中取得地址和 %1 个头字段。</translation>
    </message>
    <message>
        <source>Left out: %1.</source>
        <translation>未采用：%1。</translation>
    </message>
    <message>
        <source>Its -k was not followed: a certificate that is not trusted can be accepted when it comes.</source>
        <translation>没有采用其 -k：遇到不受信任的证书时可以再接受。</translation>
    </message>
    <message>
        <source>1 header</source>
        <translation>1 个头字段</translation>
    </message>
    <message>
        <source>%1 headers</source>
        <translation>%1 个头字段</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>另有 %1 个</translation>
    </message>
    <message>
        <source>1 change</source>
        <translation>1 处更改</translation>
    </message>
    <message>
        <source>%1 changes</source>
        <translation>%1 处更改</translation>
    </message>
    <message>
        <source>Options…</source>
        <translation>选项…</translation>
    </message>
    <message>
        <source>Options… (%1)</source>
        <translation>选项…（%1）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Freeze view</source>
        <translation>冻结视图</translation>
    </message>
    <message>
        <source>Resume view</source>
        <translation>恢复视图</translation>
    </message>
    <message>
        <source>Show new frames again (Space). Recording went on.</source>
        <translation>再次显示新的帧（空格键）。其间录制一直在继续。</translation>
    </message>
    <message>
        <source>Keep the list still while recording goes on (Space)</source>
        <translation>录制继续时保持列表不动（空格键）</translation>
    </message>
    <message>
        <source>Do not connect to %1</source>
        <translation>取消连接到 %1</translation>
    </message>
    <message>
        <source>Close the connection to %1 with code 1000</source>
        <translation>以代码 1000 关闭到 %1 的连接</translation>
    </message>
    <message>
        <source>Open a new connection to the address in the field; those that are open stay</source>
        <translation>打开到栏中地址的新连接；已打开的连接保持不变</translation>
    </message>
    <message>
        <source>Resume +%1</source>
        <translation>继续 +%1</translation>
    </message>
    <message>
        <source>%1 new since</source>
        <translation>此后新增 %1 行</translation>
    </message>
    <message>
        <source>Disconnect %1</source>
        <translation>断开 %1</translation>
    </message>
    <message>
        <source>Close connection %1, to %2, with code 1000</source>
        <translation>以代码 1000 关闭到 %2 的连接 %1</translation>
    </message>
</context>
<context>
    <name>framescope::ui::ConnectionListModel</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>1 frame</source>
        <translation>1 帧</translation>
    </message>
    <message>
        <source>%1 frames</source>
        <translation>%1 帧</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>已录制</translation>
    </message>
    <message>
        <source>connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>securing (TLS)…</source>
        <translation>正在建立 TLS…</translation>
    </message>
    <message>
        <source>upgrading…</source>
        <translation>正在升级…</translation>
    </message>
    <message>
        <source>peer done sending</source>
        <translation>对端已停止发送</translation>
    </message>
    <message>
        <source>open %1</source>
        <translation>已打开 %1</translation>
    </message>
    <message>
        <source>closing</source>
        <translation>正在关闭</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>again in %1 s</source>
        <translation>%1 s 后重试</translation>
    </message>
    <message>
        <source>%1 connections</source>
        <translation>%1 个连接</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>All connections</source>
        <translation>所有连接</translation>
    </message>
    <message>
        <source>not closed in this file</source>
        <translation>在此文件中没有关闭</translation>
    </message>
    <message>
        <source>never open</source>
        <translation>未曾打开</translation>
    </message>
    <message>
        <source>being recorded</source>
        <translation>正在录制</translation>
    </message>
</context>
<context>
    <name>framescope::ui::ConnectionNews</name>
    <message>
        <source>%1 shows another certificate than at the last connection. Its SHA-256 fingerprint was %2.</source>
        <translation>%1 出示的证书与上次连接时不同。之前的 SHA-256 指纹是 %2。</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>To another origin go no credentials: without %1.</source>
        <translation>凭据不会发往另一个源：将不带 %1。</translation>
    </message>
    <message>
        <source>Connect to %1</source>
        <translation>连接到 %1</translation>
    </message>
    <message>
        <source>Proxy options…</source>
        <translation>代理选项…</translation>
    </message>
    <message>
        <source>Authorization options…</source>
        <translation>认证选项…</translation>
    </message>
    <message>
        <source>Show handshake</source>
        <translation>显示握手</translation>
    </message>
    <message>
        <source>attempt %1 of %2</source>
        <translation>第 %1 次尝试，共 %2 次</translation>
    </message>
    <message>
        <source>attempt %1</source>
        <translation>第 %1 次尝试</translation>
    </message>
    <message>
        <source>Connecting to %1 again in %2 s (%3).</source>
        <translation>%2 s 后重新连接 %1（%3）。</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Left out for the other origin: %1.</source>
        <translation>因是另一个源而略去：%1。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>framescope::ui::ConnectionPane</name>
    <message>
        <source>Facts of the connection</source>
        <translation>连接的详情</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>正在打开</translation>
    </message>
    <message>
        <source>open</source>
        <translation>已打开</translation>
    </message>
    <message>
        <source>refused ✗</source>
        <translation>被拒绝 ✗</translation>
    </message>
    <message>
        <source>: the answer was %1</source>
        <translation>：应答为 %1</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no: the bytes travel in the clear</source>
        <translation>无：字节以明文传送</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source> · row </source>
        <translation> · 行 </translation>
    </message>
    <message>
        <source>closed %1 %2</source>
        <translation>已关闭 %1 %2</translation>
    </message>
    <message>
        <source> · begun here</source>
        <translation> · 由本端发起</translation>
    </message>
    <message>
        <source> · begun by the peer</source>
        <translation> · 由对端发起</translation>
    </message>
    <message>
        <source> · clean ✓</source>
        <translation> · 正常 ✓</translation>
    </message>
    <message>
        <source> · not clean ▲</source>
        <translation> · 非正常 ▲</translation>
    </message>
    <message>
        <source>failed ✗ </source>
        <translation>失败 ✗ </translation>
    </message>
    <message>
        <source>reset from here ✗</source>
        <translation>由本端重置 ✗</translation>
    </message>
    <message>
        <source>reset by the peer ✗</source>
        <translation>由对端重置 ✗</translation>
    </message>
    <message>
        <source>stalled ▲: %1 of %2 bytes</source>
        <translation>停滞 ▲：%1 / %2 字节</translation>
    </message>
    <message>
        <source>the TCP stream ended</source>
        <translation>TCP 流已结束</translation>
    </message>
    <message>
        <source>peer done sending</source>
        <translation>对端已停止发送</translation>
    </message>
    <message>
        <source>done sending from here</source>
        <translation>本端已停止发送</translation>
    </message>
    <message>
        <source>Our end</source>
        <translation>本端角色</translation>
    </message>
    <message>
        <source>client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Local address</source>
        <translation>本端地址</translation>
    </message>
    <message>
        <source>Peer address</source>
        <translation>对端地址</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1 times smaller</source>
        <translation>缩小到 1/%1</translation>
    </message>
    <message>
        <source>Sent compressed</source>
        <translation>发送（压缩）</translation>
    </message>
    <message>
        <source>Received compressed</source>
        <translation>接收（压缩）</translation>
    </message>
    <message>
        <source>✓ none</source>
        <translation>✓ 无</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Last byte</source>
        <translation>最后一个字节</translation>
    </message>
    <message>
        <source>1 frame</source>
        <translation>1 帧</translation>
    </message>
    <message>
        <source>%1 frames</source>
        <translation>%1 帧</translation>
    </message>
    <message>
        <source>Select a connection or a row to see the facts of its connection</source>
        <translation>选择一个连接或一行以查看其连接的信息</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>%1, %2 with the handshake</source>
        <translation>%1，连同握手 %2</translation>
    </message>
</context>
<context>
    <name>framescope::ui::DecodedPane</name>
    <message>
        <source>Decoded</source>
        <translation>解码</translation>
    </message>
    <message>
        <source>Payload as its decoder reads it</source>
        <translation>解码器读出的载荷</translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation>解码器</translation>
    </message>
    <message>
        <source>Which decoder reads the payloads of this host; the choice is remembered</source>
        <translation>用哪个解码器读取此主机的载荷；选择会被记住</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>This is the opening handshake: Handshake shows what each line of it says.</source>
        <translation>这是起始握手：“握手”说明其中每一行的含义。</translation>
    </message>
    <message>
        <source>These bytes are outside any frame; no decoder is for them.</source>
        <translation>这些字节不属于任何帧；没有适用的解码器。</translation>
    </message>
    <message>
        <source>Frame shows the code and the reason of a close frame.</source>
        <translation>close 帧的关闭码和原因见“帧”。</translation>
    </message>
    <message>
        <source>Decode %1</source>
        <translation>解码 %1</translation>
    </message>
    <message>
        <source>This payload is large; decoding it may take a moment.</source>
        <translation>此载荷很大；解码可能需要一些时间。</translation>
    </message>
    <message>
        <source>This payload has %1, more than decoders take. Text and Hex show all of it.</source>
        <translation>此载荷有 %1，超出解码器的容量。“文本”和“十六进制”显示全部内容。</translation>
    </message>
    <message>
        <source>No decoder recognises these bytes. Choose one above, or see Text and Hex.</source>
        <translation>没有解码器识别这些字节。请在上方选择一个，或查看“文本”和“十六进制”。</translation>
    </message>
    <message>
        <source>✗ Not %1 at byte %2: %3.</source>
        <translation>✗ 第 %2 字节处不是 %1：%3。</translation>
    </message>
    <message>
        <source>▲ The bytes cannot be read to their end; this is what came before.</source>
        <translation>▲ 字节无法读到末尾；这是此前的内容。</translation>
    </message>
    <message>
        <source>▲ There are more values than the %1 that are shown. Text and Hex show all bytes.</source>
        <translation>▲ 值的数量超过所显示的 %1 个。“文本”和“十六进制”显示所有字节。</translation>
    </message>
    <message>
        <source>The bytes end inside a value; more of the message is in other frames.</source>
        <translation>字节在一个值的内部结束；消息的其余部分在其他帧中。</translation>
    </message>
    <message>
        <source>Automatic (%1)</source>
        <translation>自动（%1）</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>复制值</translation>
    </message>
    <message>
        <source>Decode the payload</source>
        <translation>解码载荷</translation>
    </message>
</context>
<context>
    <name>framescope::ui::DecodedTreeModel</name>
    <message>
        <source>(%1 in all)</source>
        <translation>（共 %1 个）</translation>
    </message>
    <message numerus="yes">
        <source>{ %n key(s) }</source>
        <translation>
            <numerusform>{ %n 个键 }</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[ %n value(s) ]</source>
        <translation>
            <numerusform>[ %n 个值 ]</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{ %n part(s) }</source>
        <translation>
            <numerusform>{ %n 个部分 }</numerusform>
        </translation>
    </message>
    <message>
        <source>Goes wrong here</source>
        <translation>此处出错</translation>
    </message>
    <message>
        <source>Bytes %1 to %2 of the payload</source>
        <translation>载荷的第 %1 到 %2 字节</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
</context>
<context>
    <name>framescope::ui::DetailsPane</name>
    <message>
        <source>What is shown of the row</source>
        <translation>显示该行的哪些内容</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Handshake</source>
        <translation>握手</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Frame %1</source>
        <translation>帧 %1</translation>
    </message>
    <message>
        <source>Row %1</source>
        <translation>行 %1</translation>
    </message>
    <message>
        <source>Message (1 frame so far)</source>
        <translation>消息（目前 1 帧）</translation>
    </message>
    <message>
        <source>Message (%1 frames)</source>
        <translation>消息（%1 帧）</translation>
    </message>
    <message>
        <source>Message (%1 frames or more)</source>
        <translation>消息（至少 %1 帧）</translation>
    </message>
</context>
<context>
    <name>framescope::ui::DiffModel</name>
    <message numerus="yes">
        <source>… %n equal lines …</source>
        <translation>
            <numerusform>… %n 行相同 …</numerusform>
        </translation>
    </message>
    <message>
        <source>only on the left: %1</source>
        <translation>只在左侧：%1</translation>
    </message>
    <message>
        <source>only on the right: %1</source>
        <translation>只在右侧：%1</translation>
    </message>
</context>
<context>
    <name>framescope::ui::DiffTab</name>
    <message>
        <source>Diff</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Differences of the two rows</source>
        <translation>两行的差异</translation>
    </message>
    <message>
        <source>How they are compared</source>
        <translation>如何比较</translation>
    </message>
    <message>
        <source>Compare: automatic</source>
        <translation>比较：自动</translation>
    </message>
    <message>
        <source>Compare as text</source>
        <translation>按文本比较</translation>
    </message>
    <message>
        <source>Compare bytes</source>
        <translation>按字节比较</translation>
    </message>
    <message>
        <source>Select two rows in the list to compare them: click one, then Ctrl+click the other.</source>
        <translation>请在列表中选择要比较的两行：单击一行，再按住 Ctrl 单击另一行。</translation>
    </message>
    <message numerus="yes">
        <source>%n rows are selected; two can be compared.</source>
        <translation>
            <numerusform>已选 %n 行；可以比较两行。</numerusform>
        </translation>
    </message>
    <message>
        <source>They are too large to be compared as JSON.</source>
        <translation>它们太大，无法按 JSON 比较。</translation>
    </message>
    <message>
        <source>%1 is not JSON, or too large: they are compared as text.</source>
        <translation>%1不是 JSON，或太大：按文本比较。</translation>
    </message>
    <message>
        <source>The second</source>
        <translation>第二个</translation>
    </message>
    <message>
        <source>The first</source>
        <translation>第一个</translation>
    </message>
    <message>
        <source>Comparing …</source>
        <translation>正在比较 …</translation>
    </message>
    <message>
        <source>lines of text</source>
        <translation>文本行</translation>
    </message>
    <message>
        <source>bytes at the same place</source>
        <translation>相同位置的字节</translation>
    </message>
    <message>
        <source>Row %1 (%2) and row %3 (%4)</source>
        <translation>第 %1 行（%2）与第 %3 行（%4）</translation>
    </message>
    <message>
        <source>✓ all bytes are the same</source>
        <translation>✓ 所有字节都相同</translation>
    </message>
    <message>
        <source>✓ equal as JSON; the bytes differ in space, order of keys or escapes</source>
        <translation>✓ 作为 JSON 相等；字节在空白、键的顺序或转义上不同</translation>
    </message>
    <message>
        <source>✓ no difference in what was compared</source>
        <translation>✓ 比较的内容没有差异</translation>
    </message>
    <message>
        <source>%1 differences</source>
        <translation>%1 处差异</translation>
    </message>
    <message>
        <source>▲ not all of their bytes can be read</source>
        <translation>▲ 并非所有字节都能读取</translation>
    </message>
    <message>
        <source>▲ so much differs that whole stretches are told as taken away and put in</source>
        <translation>▲ 差异太多，整段内容显示为移除和加入</translation>
    </message>
    <message>
        <source>▲ only the first differences are listed</source>
        <translation>▲ 只列出前面的差异</translation>
    </message>
    <message>
        <source>▲ only the first %1 of each were compared</source>
        <translation>▲ 只比较了各自的前 %1</translation>
    </message>
    <message>
        <source>Copy selected lines</source>
        <translation>复制选中的行</translation>
    </message>
    <message>
        <source>Copy all lines</source>
        <translation>复制所有行</translation>
    </message>
    <message>
        <source>byte of row %1 | byte of row %2 (hexadecimal)</source>
        <translation>第 %1 行的字节 | 第 %2 行的字节（十六进制）</translation>
    </message>
    <message>
        <source>byte of row %1 | byte of row %2</source>
        <translation>第 %1 行的字节 | 第 %2 行的字节</translation>
    </message>
    <message>
        <source>line of row %1 | line of row %2</source>
        <translation>第 %1 行载荷的行号 | 第 %2 行载荷的行号</translation>
    </message>
    <message>
        <source>Compare JSON values, key order ignored</source>
        <translation>比较 JSON 的值，不计键的顺序</translation>
    </message>
    <message>
        <source>JSON values, key order ignored</source>
        <translation>JSON 的值，不计键的顺序</translation>
    </message>
</context>
<context>
    <name>framescope::ui::ExplainPanel</name>
    <message>
        <source>What this means</source>
        <translation>这是什么意思</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>解释</translation>
    </message>
</context>
<context>
    <name>framescope::ui::FieldTree</name>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
</context>
<context>
    <name>framescope::ui::FileField</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>选择：%1</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>没有文件 %1。</translation>
    </message>
    <message>
        <source>%1 is not a file.</source>
        <translation>%1 不是文件。</translation>
    </message>
    <message>
        <source>%1 may not be read by you.</source>
        <translation>您无权读取 %1。</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>framescope::ui::FilterBar</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Text, binary and continuation frames</source>
        <translation>文本帧、二进制帧和延续帧</translation>
    </message>
    <message>
        <source>Control</source>
        <translation>控制</translation>
    </message>
    <message>
        <source>Close, ping and pong frames</source>
        <translation>close、ping 和 pong 帧</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Rows of which there is something to say</source>
        <translation>有检查结果的行</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Show all rows</source>
        <translation>显示所有行</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除过滤器</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%1 / %2 行</translation>
    </message>
    <message>
        <source>%1 % searched</source>
        <translation>已搜索 %1 %</translation>
    </message>
    <message>
        <source>%1 undecided</source>
        <translation>%1 行未定</translation>
    </message>
    <message>
        <source>No filter yet: each one you enter is kept here</source>
        <translation>还没有过滤器：您输入的每一个都会保存在这里</translation>
    </message>
    <message>
        <source>Filters ▾</source>
        <translation>过滤器 ▾</translation>
    </message>
    <message>
        <source>Filters that were saved or used before</source>
        <translation>保存过或以前用过的过滤器</translation>
    </message>
    <message>
        <source>Saved and used filters</source>
        <translation>保存和用过的过滤器</translation>
    </message>
    <message>
        <source>&amp;Save this filter…</source>
        <translation>保存此过滤器(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Remove a saved filter</source>
        <translation>移除保存的过滤器(&amp;R)</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Used before</source>
        <translation>以前用过</translation>
    </message>
    <message>
        <source>Save filter</source>
        <translation>保存过滤器</translation>
    </message>
    <message>
        <source>Name of the filter %1</source>
        <translation>过滤器 %1 的名称</translation>
    </message>
    <message>
        <source>Only rows of this time are shown. Click to show those of all times again.</source>
        <translation>只显示此时间段的行。单击恢复显示所有时间的行。</translation>
    </message>
    <message>
        <source>Show all times again, not only %1</source>
        <translation>恢复显示所有时间，而不只是 %1</translation>
    </message>
    <message>
        <source>Received or sent, data or control, findings</source>
        <translation>接收或发送、数据或控制、检查结果</translation>
    </message>
    <message>
        <source>Quick (%1) ▾</source>
        <translation>快捷 (%1) ▾</translation>
    </message>
    <message>
        <source>Quick ▾</source>
        <translation>快捷 ▾</translation>
    </message>
    <message>
        <source>Only rows of this connection are shown. Click to show those of all connections again.</source>
        <translation>只显示此连接的行。单击可重新显示所有连接的行。</translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation>连接 %1</translation>
    </message>
    <message>
        <source>Show all connections again, not only connection %1</source>
        <translation>重新显示所有连接，而不仅是连接 %1</translation>
    </message>
    <message>
        <source>previous filter: %1</source>
        <translation>此前的过滤器：%1</translation>
    </message>
    <message>
        <source>Shown are the rows of the previous filter: %1</source>
        <translation>当前显示的是此前过滤器的行：%1</translation>
    </message>
    <message>
        <source>↓ Received</source>
        <translation>↓ 接收</translation>
    </message>
    <message>
        <source>Received rows</source>
        <translation>接收的行</translation>
    </message>
    <message>
        <source>↑ Sent</source>
        <translation>↑ 发送</translation>
    </message>
    <message>
        <source>Sent rows</source>
        <translation>发送的行</translation>
    </message>
</context>
<context>
    <name>framescope::ui::FilterEdit</name>
    <message>
        <source>Display filter</source>
        <translation>显示过滤器</translation>
    </message>
    <message>
        <source>Filter rows: opcode == text and length &gt; 1 KiB</source>
        <translation>过滤行：opcode == text and length &gt; 1 KiB</translation>
    </message>
</context>
<context>
    <name>framescope::ui::FilterProblem</name>
    <message>
        <source>Put it in the place of what is wrong (Alt+Enter)</source>
        <translation>用它替换出错的部分（Alt+Enter）</translation>
    </message>
    <message>
        <source>Change to %1</source>
        <translation>改用 %1</translation>
    </message>
</context>
<context>
    <name>framescope::ui::FindBar</name>
    <message>
        <source>Find in rows (nothing is hidden)</source>
        <translation>在行中查找（不隐藏任何行）</translation>
    </message>
    <message>
        <source>Find in this payload</source>
        <translation>在此载荷中查找</translation>
    </message>
    <message>
        <source>Find in rows</source>
        <translation>在行中查找</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Regex</source>
        <translation>正则</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>What is entered</source>
        <translation>输入的是什么</translation>
    </message>
    <message>
        <source>What is entered: text, a regular expression of Perl, or pairs of hexadecimal digits</source>
        <translation>输入的是什么：文本、Perl 正则表达式或成对的十六进制数字</translation>
    </message>
    <message>
        <source>in payloads</source>
        <translation>在载荷中</translation>
    </message>
    <message>
        <source>in headers</source>
        <translation>在头部中</translation>
    </message>
    <message>
        <source>Where to look</source>
        <translation>在哪里查找</translation>
    </message>
    <message>
        <source>Payloads: what frames carry, unmasked and inflated, and messages in several frames as a whole.
Headers: heads of the handshake, header fields, close codes and reasons, events.</source>
        <translation>载荷：帧携带的内容，去掩码并解压；由多帧组成的消息还会作为整体查找。
头部：握手的头部、帧头字段、关闭码和关闭原因、事件。</translation>
    </message>
    <message>
        <source>Large and small letters differ</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3, Shift+Enter)</source>
        <translation>上一个匹配（Shift+F3、Shift+Enter）</translation>
    </message>
    <message>
        <source>Next match (F3, Enter)</source>
        <translation>下一个匹配（F3、Enter）</translation>
    </message>
    <message>
        <source>Stop looking</source>
        <translation>停止查找</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>matching rows: %1</source>
        <translation>匹配的行：%1</translation>
    </message>
    <message>
        <source>matches: %1</source>
        <translation>匹配：%1</translation>
    </message>
    <message>
        <source>no row matches</source>
        <translation>没有匹配的行</translation>
    </message>
    <message>
        <source>no match</source>
        <translation>没有匹配</translation>
    </message>
    <message>
        <source>%1 % searched</source>
        <translation>已搜索 %1 %</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>%1 undecided</source>
        <translation>%1 行未定</translation>
    </message>
    <message>
        <source>Undecided: a payload beyond 16 MiB, or an expression that took too long there.</source>
        <translation>未定：超过 16 MiB 的载荷，或在其中耗时过长的表达式。</translation>
    </message>
    <message>
        <source>▲ %1, at character %2</source>
        <translation>▲ %1，位于第 %2 个字符</translation>
    </message>
</context>
<context>
    <name>framescope::ui::FindingsView</name>
    <message>
        <source>· %1</source>
        <translation>· %1</translation>
    </message>
    <message>
        <source>▲ %1</source>
        <translation>▲ %1</translation>
    </message>
</context>
<context>
    <name>framescope::ui::FrameFieldsEditor</name>
    <message>
        <source>Continuation</source>
        <translation>延续</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Binary</source>
        <translation>二进制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Ping</source>
        <translation>Ping</translation>
    </message>
    <message>
        <source>Pong</source>
        <translation>Pong</translation>
    </message>
    <message>
        <source>reserved</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Opcode</source>
        <translation>操作码</translation>
    </message>
    <message>
        <source>FIN</source>
        <translation>FIN</translation>
    </message>
    <message>
        <source>FIN: the last frame of its message (RFC 6455 §5.2)</source>
        <translation>FIN：消息的最后一帧（RFC 6455 §5.2）</translation>
    </message>
    <message>
        <source>RSV%1</source>
        <translation>RSV%1</translation>
    </message>
    <message>
        <source>RSV1: the message is compressed, when permessage-deflate was agreed on</source>
        <translation>RSV1：已协商 permessage-deflate 时，表示消息是压缩的</translation>
    </message>
    <message>
        <source>RSV%1: no extension in use gives it a meaning</source>
        <translation>RSV%1：使用中的扩展都没有赋予它含义</translation>
    </message>
    <message>
        <source>Compress</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Mask key, 8 hex digits</source>
        <translation>掩码密钥，8 个十六进制数字</translation>
    </message>
    <message>
        <source>Length form</source>
        <translation>长度形式</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>7 bit</source>
        <translation>7 位</translation>
    </message>
    <message>
        <source>16 bit</source>
        <translation>16 位</translation>
    </message>
    <message>
        <source>64 bit</source>
        <translation>64 位</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误值</translation>
    </message>
    <message>
        <source>auto: the shortest form for the true length; wrong: any number you like</source>
        <translation>自动：真实长度的最短形式；错误值：任意数字</translation>
    </message>
    <message>
        <source>Declared length, decimal or 0x hex</source>
        <translation>声明的长度，十进制或 0x 十六进制</translation>
    </message>
    <message>
        <source>RSV</source>
        <translation>RSV</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>The mask key needs 8 hex digits, for example 37fa213d.</source>
        <translation>掩码密钥需要 8 个十六进制数字，例如 37fa213d。</translation>
    </message>
    <message>
        <source>The declared length must be a number from 0 to 18446744073709551615, or 0x and hex digits.</source>
        <translation>声明的长度必须是 0 到 18446744073709551615 的数字，或 0x 加十六进制数字。</translation>
    </message>
    <message>
        <source>Deflate the payload by itself and set RSV1 (RFC 7692 §7.2.1). Options, Compression say for which messages this is set beforehand; change it for any frame.</source>
        <translation>单独压缩此载荷并置位 RSV1（RFC 7692 §7.2.1）。“选项”的“压缩”页决定哪些消息预先勾选此项；任何一帧都可以更改。</translation>
    </message>
    <message>
        <source>Deflate the payload and set RSV1, although this connection did not agree on permessage-deflate: the frame breaks RFC 6455 §5.2</source>
        <translation>压缩载荷并置位 RSV1，尽管此连接没有协商 permessage-deflate：此帧违反 RFC 6455 §5.2</translation>
    </message>
    <message>
        <source>The mask key, 8 hex digits</source>
        <translation>掩码密钥，8 个十六进制数字</translation>
    </message>
    <message>
        <source>The random key this frame will be sent with; the next frame gets a new one</source>
        <translation>此帧将使用的随机密钥；下一帧会换新的</translation>
    </message>
</context>
<context>
    <name>framescope::ui::FrameListModel</name>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>Cont</source>
        <translation>延续</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Binary</source>
        <translation>二进制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Ping</source>
        <translation>Ping</translation>
    </message>
    <message>
        <source>Pong</source>
        <translation>Pong</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>continuation</source>
        <translation>延续</translation>
    </message>
    <message>
        <source>handshake request</source>
        <translation>握手请求</translation>
    </message>
    <message>
        <source>handshake response</source>
        <translation>握手响应</translation>
    </message>
    <message>
        <source>event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>raw bytes</source>
        <translation>原始字节</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>有掩码</translation>
    </message>
    <message>
        <source>unmasked</source>
        <translation>无掩码</translation>
    </message>
    <message>
        <source>more fragments follow</source>
        <translation>后面还有分片</translation>
    </message>
    <message>
        <source>with warnings</source>
        <translation>有警告</translation>
    </message>
    <message>
        <source>error: %1</source>
        <translation>错误：%1</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Δ</source>
        <translation>Δ</translation>
    </message>
    <message>
        <source>Dir</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Opcode</source>
        <translation>操作码</translation>
    </message>
    <message>
        <source>FIN</source>
        <translation>FIN</translation>
    </message>
    <message>
        <source>RSV</source>
        <translation>RSV</translation>
    </message>
    <message>
        <source>Mask key</source>
        <translation>掩码密钥</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>Wire</source>
        <translation>线路长度</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Number of the row in the capture</source>
        <translation>此行在捕获中的编号</translation>
    </message>
    <message>
        <source>Seconds since the first row of the capture</source>
        <translation>距捕获第一行的秒数</translation>
    </message>
    <message>
        <source>Time since the row above</source>
        <translation>距上一行的时间</translation>
    </message>
    <message>
        <source>Direction: ↑ sent, ↓ received</source>
        <translation>方向：↑ 发送，↓ 接收</translation>
    </message>
    <message>
        <source>FIN bit: 1 in the last frame of a message</source>
        <translation>FIN 位：消息的最后一帧为 1</translation>
    </message>
    <message>
        <source>RSV1, RSV2 and RSV3 bits</source>
        <translation>RSV1、RSV2 和 RSV3 位</translation>
    </message>
    <message>
        <source>Masking key</source>
        <translation>掩码密钥</translation>
    </message>
    <message>
        <source>Payload length in bytes</source>
        <translation>载荷长度（字节）</translation>
    </message>
    <message>
        <source>Length on the wire in bytes, header included</source>
        <translation>线路上的长度（字节），含帧头</translation>
    </message>
    <message>
        <source>Row number of the first frame of the message</source>
        <translation>消息第一帧的行号</translation>
    </message>
    <message>
        <source>Preview of the payload, or what is wrong with the row</source>
        <translation>载荷预览，或此行的问题</translation>
    </message>
    <message>
        <source>marked</source>
        <translation>已标记</translation>
    </message>
    <message>
        <source>comment: %1</source>
        <translation>注释：%1</translation>
    </message>
    <message>
        <source>Marked</source>
        <translation>已标记</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>当日时间</translation>
    </message>
    <message>
        <source>Time of day, UTC</source>
        <translation>当日时间（UTC）</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Conn</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Number of the connection, as in the list at the left</source>
        <translation>连接的编号，与左侧列表相同</translation>
    </message>
    <message>
        <source>connection %1</source>
        <translation>连接 %1</translation>
    </message>
</context>
<context>
    <name>framescope::ui::FramePane</name>
    <message>
        <source>Fields of the frame</source>
        <translation>帧的字段</translation>
    </message>
    <message>
        <source>Select a frame to see its header</source>
        <translation>选择一帧以查看其帧头</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>注释</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>marked</source>
        <translation>已标记</translation>
    </message>
</context>
<context>
    <name>framescope::ui::FrameTableView</name>
    <message>
        <source>Default columns</source>
        <translation>默认列</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Go to the newest row and follow (End)</source>
        <translation>转到最新的行并跟随（End）</translation>
    </message>
    <message>
        <source>1 new row ↓</source>
        <translation>1 条新行 ↓</translation>
    </message>
    <message>
        <source>%1 new rows ↓</source>
        <translation>%1 条新行 ↓</translation>
    </message>
    <message>
        <source>New rows</source>
        <translation>新行</translation>
    </message>
</context>
<context>
    <name>framescope::ui::GoToDialog</name>
    <message>
        <source>Go to row or time</source>
        <translation>转到行或时间</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>转到(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Row number or time</source>
        <translation>行号或时间(&amp;R)</translation>
    </message>
    <message>
        <source>Row: 1234
Time after the first row: 12.5s
Time of day: 12:01:03.5 or 2026-11-23 12:01:03
From the selected row: +1.5s or -200ms</source>
        <translation>行号：1234
距第一行的时间：12.5s
时刻：12:01:03.5 或 2026-11-23 12:01:03
距所选行：+1.5s 或 -200ms</translation>
    </message>
</context>
<context>
    <name>framescope::ui::HandshakePane</name>
    <message>
        <source>Raw request</source>
        <translation>原始请求</translation>
    </message>
    <message>
        <source>Raw response</source>
        <translation>原始响应</translation>
    </message>
    <message>
        <source>Body of the response</source>
        <translation>响应正文</translation>
    </message>
    <message>
        <source>What was said with the proxy</source>
        <translation>与代理的对话</translation>
    </message>
    <message>
        <source>Handshake, judged</source>
        <translation>握手及其判定</translation>
    </message>
    <message>
        <source>Views of the handshake</source>
        <translation>握手的视图</translation>
    </message>
    <message>
        <source>Judged</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>响应</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Reveal secrets</source>
        <translation>显示机密</translation>
    </message>
    <message>
        <source>Show the values of Authorization, Cookie and tokens</source>
        <translation>显示 Authorization、Cookie 和令牌的值</translation>
    </message>
    <message>
        <source>… %1 more, in the raw rows of the list</source>
        <translation>… 另有 %1，见列表中的原始行</translation>
    </message>
    <message>
        <source>No handshake of this connection was recorded.</source>
        <translation>没有录到此连接的握手。</translation>
    </message>
    <message>
        <source>No response yet.</source>
        <translation>尚无响应。</translation>
    </message>
    <message>
        <source>The server points elsewhere. Credentials do not go along to another origin.</source>
        <translation>服务器指向别处。凭据不会随之发往另一个源。</translation>
    </message>
    <message>
        <source>Connect to %1</source>
        <translation>连接到 %1</translation>
    </message>
    <message>
        <source>The proxy asks you to sign in (%1).</source>
        <translation>代理要求表明身份：%1。</translation>
    </message>
    <message>
        <source>The server asks you to sign in (%1).</source>
        <translation>服务器要求表明身份：%1。</translation>
    </message>
    <message>
        <source>Proxy options…</source>
        <translation>代理选项…</translation>
    </message>
    <message>
        <source>Authorization options…</source>
        <translation>认证选项…</translation>
    </message>
    <message>
        <source>Give it in the options, then connect again</source>
        <translation>请在选项中给出，然后重新连接</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Select a connection or a row to see the handshake of its connection</source>
        <translation>选择一个连接或一行以查看其连接的握手</translation>
    </message>
    <message>
        <source>… %1 more, not shown here</source>
        <translation>… 另有 %1，此处未显示</translation>
    </message>
</context>
<context>
    <name>framescope::ui::HeaderBitsWidget</name>
    <message>
        <source>Bits of the frame header</source>
        <translation>帧头的各位</translation>
    </message>
    <message>
        <source>%1: %2
bits %3 to %4 of the header</source>
        <translation>%1：%2
帧头的第 %3 到 %4 位</translation>
    </message>
</context>
<context>
    <name>framescope::ui::HeaderTable</name>
    <message>
        <source>Request headers</source>
        <translation>请求头字段</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Add header</source>
        <translation>添加头字段</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove the selected headers (Del)</source>
        <translation>移除选中的头字段（Del）</translation>
    </message>
    <message>
        <source>the name is missing</source>
        <translation>缺少名称</translation>
    </message>
    <message>
        <source>a name cannot have a colon in it</source>
        <translation>名称中不能有冒号</translation>
    </message>
    <message>
        <source>Header %1: %2</source>
        <translation>头字段 %1：%2</translation>
    </message>
</context>
<context>
    <name>framescope::ui::HexInspector</name>
    <message>
        <source>What the bytes at the cursor say</source>
        <translation>光标处字节的含义</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Little endian</source>
        <translation>小端</translation>
    </message>
    <message>
        <source>Big endian</source>
        <translation>大端</translation>
    </message>
    <message>
        <source>There are too few bytes from here to the end.</source>
        <translation>从这里到末尾的字节太少。</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>复制值</translation>
    </message>
</context>
<context>
    <name>framescope::ui::HexTab</name>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Show the bytes at the cursor as numbers, times and text</source>
        <translation>将光标处的字节显示为数字、时间和文本</translation>
    </message>
    <message>
        <source>offset %1 (0x%2) · %3 selected · %4 in all</source>
        <translation>偏移 %1（0x%2）· 已选 %3 · 共 %4</translation>
    </message>
    <message>
        <source>%1 · nothing selected</source>
        <translation>%1 · 未选择</translation>
    </message>
    <message>
        <source>This frame has no payload. Wire bytes shows its header.</source>
        <translation>此帧没有载荷。“线路上的字节”显示其帧头。</translation>
    </message>
    <message>
        <source>This message is empty: its compressed bytes inflate to nothing.</source>
        <translation>此消息为空：压缩的字节解压后没有内容。</translation>
    </message>
</context>
<context>
    <name>framescope::ui::HexView</name>
    <message>
        <source>Bytes in hexadecimal</source>
        <translation>十六进制字节</translation>
    </message>
    <message>
        <source>offset %1, %2 selected</source>
        <translation>偏移 %1，已选 %2</translation>
    </message>
    <message>
        <source>Only the first %1 bytes were copied.</source>
        <translation>只复制了前 %1 字节。</translation>
    </message>
    <message>
        <source>Copy as hex</source>
        <translation>复制为十六进制</translation>
    </message>
    <message>
        <source>Copy as UTF-8 text</source>
        <translation>复制为 UTF-8 文本</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Copy as Base64</source>
        <translation>复制为 Base64</translation>
    </message>
    <message>
        <source>Copy as C array</source>
        <translation>复制为 C 数组</translation>
    </message>
    <message>
        <source>Copy as Python bytes</source>
        <translation>复制为 Python 字节串</translation>
    </message>
    <message>
        <source>Copy with offsets and ASCII</source>
        <translation>复制，带偏移和 ASCII</translation>
    </message>
</context>
<context>
    <name>framescope::ui::ImageTab</name>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>The picture</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>实际大小</translation>
    </message>
    <message>
        <source>Show each pixel of the picture as one of the screen</source>
        <translation>图像的每个像素对应屏幕的一个像素</translation>
    </message>
    <message>
        <source>These bytes are no picture: PNG, JPEG, GIF and WebP begin otherwise.</source>
        <translation>这些字节不是图像：PNG、JPEG、GIF 和 WebP 的开头不是这样。</translation>
    </message>
    <message>
        <source>▲ Pictures of more than %1 are not decoded. Hex shows the bytes.</source>
        <translation>▲ 超过 %1 的图像不解码。“十六进制”显示其字节。</translation>
    </message>
    <message>
        <source>▲ This is a %1 picture; the Qt library here has no reader for it. Copy its bytes from Hex.</source>
        <translation>▲ 这是 %1 图像；这里的 Qt 库没有读取它的功能。请从“十六进制”复制其字节。</translation>
    </message>
    <message>
        <source>▲ Its header promises %1 × %2 pixels, more than the %3 that are decoded.</source>
        <translation>▲ 其头部声明 %1 × %2 像素，超过可解码的 %3。</translation>
    </message>
    <message>
        <source>✗ It begins as a %1 picture and cannot be decoded: the data after the header is wrong or not all there.</source>
        <translation>✗ 开头像 %1 图像但无法解码：头部之后的数据有误或不全。</translation>
    </message>
    <message>
        <source>Reading %1 …</source>
        <translation>正在读取 %1 …</translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 像素</translation>
    </message>
    <message numerus="yes">
        <source>the first of %n pictures</source>
        <translation>
            <numerusform>%n 幅图像中的第一幅</numerusform>
        </translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
</context>
<context>
    <name>framescope::ui::JsonPane</name>
    <message>
        <source>Expand all</source>
        <translation>全部展开</translation>
    </message>
    <message>
        <source>Collapse all</source>
        <translation>全部折叠</translation>
    </message>
    <message>
        <source>Payload as JSON</source>
        <translation>JSON 形式的载荷</translation>
    </message>
    <message>
        <source>Parse %1</source>
        <translation>解析 %1</translation>
    </message>
    <message>
        <source>This payload is large; parsing it may take a moment.</source>
        <translation>此载荷很大；解析可能需要一些时间。</translation>
    </message>
    <message>
        <source>This payload has %1, more than the JSON tree takes. Text and Hex show all of it.</source>
        <translation>此载荷有 %1，超出 JSON 树的容量。“文本”和“十六进制”显示全部内容。</translation>
    </message>
    <message>
        <source>▲ From byte %1 on: %2.</source>
        <translation>▲ 从第 %1 字节起：%2。</translation>
    </message>
    <message>
        <source>Not JSON: %1.</source>
        <translation>不是 JSON：%1。</translation>
    </message>
    <message>
        <source>✗ Not JSON at byte %1 (line %2, column %3): %4.</source>
        <translation>✗ 第 %1 字节处不是 JSON（第 %2 行第 %3 列）：%4。</translation>
    </message>
    <message>
        <source>▲ The text begins with a byte order mark, which RFC 8259 §8.1 forbids.</source>
        <translation>▲ 文本以字节顺序标记开头，RFC 8259 §8.1 禁止这样做。</translation>
    </message>
    <message>
        <source>▲ %1 values are too many to open at once; two levels were opened.</source>
        <translation>▲ %1 个值太多，无法一次展开；已展开两层。</translation>
    </message>
    <message>
        <source>Copy value as JSON</source>
        <translation>将值复制为 JSON</translation>
    </message>
    <message>
        <source>Copy text of the string</source>
        <translation>复制字符串的文本</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Parse the payload as JSON</source>
        <translation>将载荷解析为 JSON</translation>
    </message>
    <message>
        <source>Not JSON by itself: it is a part of a message, the rest is in other frames or has not come.</source>
        <translation>单独看不是 JSON：它只是消息的一部分，其余部分在其他帧中或尚未到达。</translation>
    </message>
</context>
<context>
    <name>framescope::ui::JsonTreeModel</name>
    <message>
        <source>{ 1 key }</source>
        <translation>{ 1 个键 }</translation>
    </message>
    <message>
        <source>{ %1 keys }</source>
        <translation>{ %1 个键 }</translation>
    </message>
    <message>
        <source>[ 1 value ]</source>
        <translation>[ 1 个值 ]</translation>
    </message>
    <message>
        <source>[ %1 values ]</source>
        <translation>[ %1 个值 ]</translation>
    </message>
    <message>
        <source>(%1 in all)</source>
        <translation>（共 %1 个）</translation>
    </message>
    <message>
        <source>This key stands more than once in its object (RFC 8259 §4)</source>
        <translation>此键在其对象中出现多次（RFC 8259 §4）</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>framescope::ui::LaboratoryPage</name>
    <message>
        <source>Handshake laboratory</source>
        <translation>握手实验室</translation>
    </message>
    <message>
        <source>Write the request yourself: order, case, missing or doubled fields, another version or key. It is sent byte for byte, whatever the other pages say.</source>
        <translation>自己书写请求：顺序、大小写、缺少或重复的字段、另一个版本或 Key。无论其他页怎么设置，都逐字节发送。</translation>
    </message>
    <message>
        <source>&amp;Send this request instead</source>
        <translation>改为发送此请求(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>还原(&amp;R)</translation>
    </message>
    <message>
        <source>What is wrong with this request</source>
        <translation>此请求的问题</translation>
    </message>
    <message>
        <source>The request, as it is sent</source>
        <translation>实际发送的请求</translation>
    </message>
    <message>
        <source>Begin again with the request that the other pages make</source>
        <translation>从其他页生成的请求重新开始</translation>
    </message>
    <message>
        <source>A line ends with CR LF. \n is LF alone, \r CR alone, \x00 any byte, \\ a backslash.</source>
        <translation>一行以 CR LF 结束。\
 是单独的 LF，\r 是单独的 CR，\x00 是任意字节，\\ 是反斜杠。</translation>
    </message>
    <message>
        <source>The request is empty.</source>
        <translation>请求是空的。</translation>
    </message>
    <message>
        <source>1 byte</source>
        <translation>1 字节</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>▲ No empty line ends the head: the server will wait for more.</source>
        <translation>▲ 没有空行结束头部：服务器会一直等待。</translation>
    </message>
    <message>
        <source>▲ The last %1 bytes stand behind the head: a server reads them as frames.</source>
        <translation>▲ 最后 %1 字节在头部之后：服务器会把它们当作帧读取。</translation>
    </message>
    <message>
        <source>Type an address first: its request is shown here.</source>
        <translation>请先输入地址：它的请求会显示在这里。</translation>
    </message>
    <message>
        <source>✓ nothing is wrong with this request</source>
        <translation>✓ 此请求没有问题</translation>
    </message>
</context>
<context>
    <name>framescope::ui::MainWindow</name>
    <message>
        <source>No rows yet. What is sent and received appears here.</source>
        <translation>还没有行。发送和接收的内容会显示在这里。</translation>
    </message>
    <message>
        <source>%1 rows are on the clipboard.</source>
        <translation>已复制 %1 行到剪贴板。</translation>
    </message>
    <message>
        <source>Nothing was copied: %1 rows are about %2 of text, more than a clipboard takes. Select fewer, or save the capture.</source>
        <translation>没有复制：%1 行约有 %2 文本，超出剪贴板的容量。请少选一些，或保存捕获。</translation>
    </message>
    <message>
        <source>Save capture as…</source>
        <translation>捕获另存为…</translation>
    </message>
    <message>
        <source>Copying: %1 %</source>
        <translation>正在复制：%1 %</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Inflating: %1 %, %2 so far</source>
        <translation>正在解压：%1 %，目前 %2</translation>
    </message>
    <message>
        <source>Saving: %1 %</source>
        <translation>正在保存：%1 %</translation>
    </message>
    <message>
        <source>Saved to %1</source>
        <translation>已保存到 %1</translation>
    </message>
    <message>
        <source>%1 · recorded by another program · Framescope</source>
        <translation>%1 · 由另一个程序录制 · Framescope</translation>
    </message>
    <message>
        <source>%1 · loading %2 % · Framescope</source>
        <translation>%1 · 正在加载 %2 % · Framescope</translation>
    </message>
    <message>
        <source>This is a saved capture; connect first.</source>
        <translation>已保存的捕获，请先连接。</translation>
    </message>
    <message>
        <source>Not connected.</source>
        <translation>未连接。</translation>
    </message>
    <message>
        <source>Row %1 does not pass the filter.</source>
        <translation>第 %1 行没有通过过滤器。</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除过滤器</translation>
    </message>
    <message>
        <source>Row %1 belongs to another connection.</source>
        <translation>第 %1 行属于另一个连接。</translation>
    </message>
    <message>
        <source>Show all connections</source>
        <translation>显示所有连接</translation>
    </message>
    <message>
        <source>%1 · Framescope</source>
        <translation>%1 · Framescope</translation>
    </message>
    <message>
        <source>Unsaved capture · Framescope</source>
        <translation>未保存的捕获 · Framescope</translation>
    </message>
    <message>
        <source>New capture · Framescope</source>
        <translation>新捕获 · Framescope</translation>
    </message>
    <message>
        <source>Captures (*.pcapng);;All files (*)</source>
        <translation>捕获 (*.pcapng);;所有文件 (*)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>打开最近的捕获(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Unsaved captures</source>
        <translation>未保存的捕获(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Limits of the recording…</source>
        <translation>录制限制(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Follow the desktop</source>
        <translation>跟随桌面(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Connection</source>
        <translation>连接(&amp;C)</translation>
    </message>
    <message>
        <source>Ask the demo server for a &amp;malformed frame</source>
        <translation>向演示服务器索取畸形帧(&amp;M)</translation>
    </message>
    <message>
        <source>C&amp;ompose</source>
        <translation>编写(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;About Framescope</source>
        <translation>关于 Framescope(&amp;A)</translation>
    </message>
    <message>
        <source>Open a capture</source>
        <translation>打开捕获</translation>
    </message>
    <message>
        <source>Save the capture</source>
        <translation>保存捕获</translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation>文本(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Hex</source>
        <translation>十六进制(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Base64</source>
        <translation>Base64(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;C array</source>
        <translation>C 数组(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Python bytes</source>
        <translation>Python 字节串(&amp;P)</translation>
    </message>
    <message>
        <source>%1 of the inflated message</source>
        <translation>解压后消息的%1</translation>
    </message>
    <message>
        <source>Hex of the payload, &amp;still compressed</source>
        <translation>载荷的十六进制，仍为压缩状态(&amp;S)</translation>
    </message>
    <message>
        <source>Hex of the &amp;frame as on the wire</source>
        <translation>整帧的十六进制，与线路上一致(&amp;F)</translation>
    </message>
    <message>
        <source>The first %1 of %2 bytes were copied.</source>
        <translation>已复制前 %1 字节，共 %2 字节。</translation>
    </message>
    <message>
        <source>Copied: the inflated message, %1 bytes.</source>
        <translation>已复制：解压后的消息，%1 字节。</translation>
    </message>
    <message>
        <source>Row %1 is part of a compressed message and refers to what was sent before it: sent again, it is corrupt for whoever gets it. It stands in the composer as it was on the wire and was not sent.</source>
        <translation>第 %1 行是压缩消息的一部分，引用了之前发送的内容：再次发送时，接收方会认为它已损坏。它已按线路上的原样放入编写器，没有发送。</translation>
    </message>
    <message>
        <source>Take the whole message, inflated</source>
        <translation>改用解压后的完整消息</translation>
    </message>
    <message>
        <source>Copy &amp;payload as</source>
        <translation>载荷复制为(&amp;P)</translation>
    </message>
    <message>
        <source>Show &amp;all connections</source>
        <translation>显示所有连接(&amp;A)</translation>
    </message>
    <message>
        <source>Show &amp;only this connection</source>
        <translation>只显示此连接(&amp;O)</translation>
    </message>
    <message>
        <source>Copy the &amp;path of the recording</source>
        <translation>复制录制文件的路径(&amp;P)</translation>
    </message>
    <message>
        <source>Trust a certificate authority</source>
        <translation>信任证书颁发机构</translation>
    </message>
    <message>
        <source>PEM files (*.pem *.crt);;All files (*)</source>
        <translation>PEM 文件 (*.pem *.crt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Delete the unsaved capture %1? It cannot be brought back.</source>
        <translation>删除未保存的捕获 %1？删除后无法恢复。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Connect to the demo server first</source>
        <translation>请先连接到演示服务器</translation>
    </message>
    <message>
        <source>About Framescope</source>
        <translation>关于 Framescope</translation>
    </message>
    <message>
        <source>Framescope %1

A WebSocket inspector: every frame, any frame, and a verdict with the RFC section on each.

MIT License. Built with Qt %2 and simdjson.</source>
        <translation>Framescope %1

WebSocket 检查器：看到每一帧，发送任意帧，并对每一帧给出判定及 RFC 章节。

MIT 许可证。使用 Qt %2 和 simdjson 构建。</translation>
    </message>
    <message>
        <source>No row passes the filter.</source>
        <translation>没有行通过过滤器。</translation>
    </message>
    <message>
        <source>&amp;Filter: %1</source>
        <translation>过滤：%1(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Hide: %1</source>
        <translation>隐藏：%1(&amp;H)</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>Colour &amp;rules…</source>
        <translation>着色规则(&amp;R)…</translation>
    </message>
    <message>
        <source>on from the first row</source>
        <translation>从第一行继续</translation>
    </message>
    <message>
        <source>on from the last row</source>
        <translation>从最后一行继续</translation>
    </message>
    <message>
        <source>No row shown here is that late.</source>
        <translation>此处显示的行没有这么晚的。</translation>
    </message>
    <message>
        <source>Marks and comments are kept in this window only: %1. Save a copy of the capture to keep them.</source>
        <translation>标记和注释只保留在此窗口中：%1。保存捕获的副本即可保留它们。</translation>
    </message>
    <message>
        <source>Only the first %1 of the selected rows were changed.</source>
        <translation>只更改了选中行中的前 %1 行。</translation>
    </message>
    <message>
        <source>Comment on row %1</source>
        <translation>第 %1 行的注释</translation>
    </message>
    <message>
        <source>No row shown here is marked or has a comment.</source>
        <translation>此处显示的行都没有标记或注释。</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>Show the &amp;handshake</source>
        <translation>显示握手(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Copy the address</source>
        <translation>复制地址(&amp;C)</translation>
    </message>
    <message>
        <source>Connect a&amp;gain</source>
        <translation>重新连接(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Disconnect</source>
        <translation>断开连接(&amp;D)</translation>
    </message>
    <message>
        <source>A&amp;bort (end TCP at once)</source>
        <translation>中止（立即结束 TCP）(&amp;B)</translation>
    </message>
    <message>
        <source>No row shown here has an error.</source>
        <translation>此处显示的行都没有错误。</translation>
    </message>
    <message>
        <source>No row from %1 passes the filter.</source>
        <translation>%1 内没有行通过过滤器。</translation>
    </message>
    <message>
        <source>There is no row from %1.</source>
        <translation>%1 内没有行。</translation>
    </message>
    <message>
        <source>1 row is hidden.</source>
        <translation>有 1 行被隐藏。</translation>
    </message>
    <message>
        <source>%1 rows are hidden.</source>
        <translation>有 %1 行被隐藏。</translation>
    </message>
    <message>
        <source>Clear the filter (%1)</source>
        <translation>清除过滤器 (%1)</translation>
    </message>
    <message>
        <source>Show all times (%1)</source>
        <translation>显示所有时间 (%1)</translation>
    </message>
</context>
<context>
    <name>framescope::ui::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Close this message (Esc)</source>
        <translation>关闭此消息（Esc）</translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n times)</source>
        <translation>
            <numerusform>%1（%n 次）</numerusform>
        </translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>framescope::ui::MessageModel</name>
    <message>
        <source>Opcode</source>
        <translation>操作码</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
</context>
<context>
    <name>framescope::ui::MessagePane</name>
    <message>
        <source>Continue to disk</source>
        <translation>继续解压到磁盘</translation>
    </message>
    <message>
        <source>Frames of the message</source>
        <translation>消息的各帧</translation>
    </message>
    <message>
        <source>Inflate the rest as well, whatever its size; it goes to a temporary file</source>
        <translation>无论多大，把其余部分也解压；写入临时文件</translation>
    </message>
    <message>
        <source>This row is part of no message: control frames and events stand alone.</source>
        <translation>此行不属于任何消息：控制帧和事件都是独立的。</translation>
    </message>
    <message>
        <source>Select a frame to see its message</source>
        <translation>选择一帧以查看其消息</translation>
    </message>
    <message>
        <source>1 frame</source>
        <translation>1 帧</translation>
    </message>
    <message>
        <source>%1 frames</source>
        <translation>%1 帧</translation>
    </message>
    <message>
        <source>payload %1</source>
        <translation>载荷 %1</translation>
    </message>
    <message>
        <source>on the wire %1</source>
        <translation>线路上 %1</translation>
    </message>
    <message>
        <source>▲ only the first %1 frames are listed</source>
        <translation>▲ 只列出前 %1 帧</translation>
    </message>
    <message>
        <source>complete ✓</source>
        <translation>完整 ✓</translation>
    </message>
    <message>
        <source>▲ not complete: no frame with FIN has come</source>
        <translation>▲ 不完整：带 FIN 的帧还没有到</translation>
    </message>
    <message>
        <source>compressed %1 → inflated %2</source>
        <translation>压缩 %1 → 解压 %2</translation>
    </message>
    <message>
        <source>%1 times smaller</source>
        <translation>缩小到 1/%1</translation>
    </message>
    <message>
        <source>%1 times larger</source>
        <translation>增大到 %1 倍</translation>
    </message>
    <message>
        <source>so far; the message goes on</source>
        <translation>目前如此；消息还在继续</translation>
    </message>
    <message>
        <source>✗ it ends inside its compressed data</source>
        <translation>✗ 在压缩数据中间结束</translation>
    </message>
    <message>
        <source>✗ corrupt: no more can be inflated after byte %1</source>
        <translation>✗ 已损坏：第 %1 字节之后无法继续解压</translation>
    </message>
    <message>
        <source>▲ stopped at the limit of inflating</source>
        <translation>▲ 已到解压限制而停止</translation>
    </message>
    <message>
        <source>Go to row %1</source>
        <translation>转到第 %1 行</translation>
    </message>
    <message>
        <source>compressed %1</source>
        <translation>压缩 %1</translation>
    </message>
    <message>
        <source>✗ not inflated: the context is unknown since row %1</source>
        <translation>✗ 未解压：从第 %1 行起上下文未知</translation>
    </message>
    <message>
        <source>compressed</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>▲ it would be %1 smaller uncompressed</source>
        <translation>▲ 不压缩会小 %1</translation>
    </message>
    <message>
        <source>compression saved nothing</source>
        <translation>压缩没有节省空间</translation>
    </message>
    <message>
        <source>compression saved %1</source>
        <translation>压缩节省了 %1</translation>
    </message>
    <message>
        <source>Go to the row since which messages cannot be inflated</source>
        <translation>转到从其起消息无法解压的那一行</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>历时 %1</translation>
    </message>
    <message>
        <source>looking for the rest of the message…</source>
        <translation>正在查找消息的其余部分…</translation>
    </message>
</context>
<context>
    <name>framescope::ui::OptionsDialog</name>
    <message>
        <source>Connection options</source>
        <translation>连接选项</translation>
    </message>
    <message>
        <source>Pages of the options</source>
        <translation>选项页</translation>
    </message>
    <message>
        <source>On all pages</source>
        <translation>所有页</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Not as by default</source>
        <translation>与默认值不同</translation>
    </message>
</context>
<context>
    <name>framescope::ui::PayloadEdit</name>
    <message>
        <source>Payload as text</source>
        <translation>文本形式的载荷</translation>
    </message>
</context>
<context>
    <name>framescope::ui::PayloadEditor</name>
    <message>
        <source>1 byte</source>
        <translation>1 字节</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>Payload as</source>
        <translation>载荷的形式</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>Base64</source>
        <translation>Base64</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>The payload; Ctrl+Enter sends, Up and Down bring back what was sent</source>
        <translation>载荷；Ctrl+Enter 发送，向上和向下键找回发送过的内容</translation>
    </message>
    <message>
        <source>File to send</source>
        <translation>要发送的文件</translation>
    </message>
    <message>
        <source>The file whose content is the payload</source>
        <translation>其内容即为载荷的文件</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>No file is chosen yet.</source>
        <translation>尚未选择文件。</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>没有文件 %1。</translation>
    </message>
    <message>
        <source>%1 is not a regular file.</source>
        <translation>%1 不是普通文件。</translation>
    </message>
    <message>
        <source>The file %1 may not be read.</source>
        <translation>文件 %1 无权读取。</translation>
    </message>
    <message>
        <source>The file has %1 bytes; one frame can be built of at most %2.</source>
        <translation>文件有 %1 字节；一帧最多可由 %2 字节构成。</translation>
    </message>
    <message>
        <source>The file %1 cannot be opened: %2.</source>
        <translation>文件 %1 无法打开：%2。</translation>
    </message>
    <message>
        <source>The file %1 cannot be read: %2.</source>
        <translation>文件 %1 无法读取：%2。</translation>
    </message>
    <message>
        <source>The file grew over %1 bytes while it was read.</source>
        <translation>读取过程中文件增长到超过 %1 字节。</translation>
    </message>
    <message>
        <source>%1 are too many to edit here.</source>
        <translation>%1 太多，无法在这里编辑。</translation>
    </message>
    <message>
        <source>Correct this first, or clear it. %1</source>
        <translation>请先改正或清除。%1</translation>
    </message>
    <message>
        <source>These bytes are no text that an editor can hold exactly; they stay in %1.</source>
        <translation>这些字节不是编辑器能够准确保存的文本；它们留在%1中。</translation>
    </message>
    <message>
        <source>, held as they came; choose a file or another tab to replace them</source>
        <translation>，保持收到时的原样；选择文件或另一个标签页来替换</translation>
    </message>
    <message>
        <source>, read when it is sent</source>
        <translation>，发送时读取</translation>
    </message>
</context>
<context>
    <name>framescope::ui::PayloadFind</name>
    <message>
        <source>on from the beginning</source>
        <translation>从开头继续</translation>
    </message>
    <message>
        <source>on from the end</source>
        <translation>从末尾继续</translation>
    </message>
</context>
<context>
    <name>framescope::ui::PayloadPane</name>
    <message>
        <source>Views of the payload</source>
        <translation>载荷的视图</translation>
    </message>
    <message>
        <source>Show all fragments of the message, joined</source>
        <translation>显示消息的所有分片，合在一起</translation>
    </message>
    <message>
        <source>Reveal secrets</source>
        <translation>显示机密</translation>
    </message>
    <message>
        <source>Show the values of Authorization, Cookie and tokens</source>
        <translation>显示 Authorization、Cookie 和令牌的值</translation>
    </message>
    <message>
        <source>Which bytes</source>
        <translation>哪些字节</translation>
    </message>
    <message>
        <source>Wire bytes</source>
        <translation>线路上的字节</translation>
    </message>
    <message>
        <source>Payload, masked</source>
        <translation>载荷，有掩码</translation>
    </message>
    <message>
        <source>Payload, unmasked</source>
        <translation>载荷，去掩码</translation>
    </message>
    <message>
        <source>Message, inflated</source>
        <translation>消息，解压后</translation>
    </message>
    <message>
        <source>Whole message (%1 frames)</source>
        <translation>整条消息（%1 帧）</translation>
    </message>
    <message>
        <source>Select a frame to see its payload</source>
        <translation>选择一帧以查看其载荷</translation>
    </message>
    <message>
        <source>The bytes of this row were dropped with their file: the recording keeps only its last files (File › Limits of the recording).</source>
        <translation>此行的字节已随其文件删除：录制只保留最后几个文件（文件 › 录制限制）。</translation>
    </message>
    <message>
        <source>This frame has no payload. Hex shows its header.</source>
        <translation>此帧没有载荷。“十六进制”显示其帧头。</translation>
    </message>
    <message>
        <source>▲ Byte %1 of the message is in another of its frames.</source>
        <translation>▲ 消息的第 %1 字节在它的另一帧中。</translation>
    </message>
    <message>
        <source>Whole message</source>
        <translation>整条消息</translation>
    </message>
    <message>
        <source>This row is an event: it has no bytes. The first tab on the left tells what is known of it.</source>
        <translation>此行是一个事件，没有字节。左侧第一个标签页显示已知的信息。</translation>
    </message>
    <message>
        <source>This message is empty: its compressed bytes inflate to nothing.</source>
        <translation>此消息为空：压缩的字节解压后没有内容。</translation>
    </message>
    <message>
        <source>The stream ended before the payload. Hex shows what came of the header.</source>
        <translation>流在载荷之前结束。“十六进制”显示已到的帧头部分。</translation>
    </message>
    <message>
        <source>This close frame has no payload, so neither code nor reason. Hex shows its header.</source>
        <translation>此 close 帧没有载荷，因此既无关闭码也无原因。“十六进制”显示其帧头。</translation>
    </message>
</context>
<context>
    <name>framescope::ui::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>the program&apos;s own folder</source>
        <translation>程序自己的文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Nothing can be written there. The folder is the one before.</source>
        <translation>无法写入该处。仍使用之前的文件夹。</translation>
    </message>
    <message>
        <source>Capture folder</source>
        <translation>捕获文件夹</translation>
    </message>
</context>
<context>
    <name>framescope::ui::ProxyPage</name>
    <message>
        <source>Straight to the server, whatever the desktop says.</source>
        <translation>直接连接服务器，不管桌面如何设置。</translation>
    </message>
    <message>
        <source>What the desktop&apos;s settings or the environment (https_proxy, no_proxy) say for the address.</source>
        <translation>按桌面设置或环境变量（https_proxy、no_proxy）对此地址的规定。</translation>
    </message>
    <message>
        <source>A tunnel by CONNECT (RFC 9110 §9.3.6). Basic and Digest are answered when the proxy asks; its reply is shown in Handshake.</source>
        <translation>通过 CONNECT 建立隧道（RFC 9110 §9.3.6）。代理要求时应答 Basic 和 Digest；其回复显示在“握手”中。</translation>
    </message>
    <message>
        <source>RFC 1928. The proxy looks the name up.</source>
        <translation>RFC 1928。名称由代理解析。</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>The way to the server.</source>
        <translation>到服务器的路径。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>HTTP</source>
        <translation>HTTP</translation>
    </message>
    <message>
        <source>SOCKS5</source>
        <translation>SOCKS5</translation>
    </message>
    <message>
        <source>Host of the proxy</source>
        <translation>代理主机</translation>
    </message>
    <message>
        <source>Port of the proxy</source>
        <translation>代理端口</translation>
    </message>
    <message>
        <source>User at the proxy</source>
        <translation>代理用户名</translation>
    </message>
    <message>
        <source>none: no credentials are sent</source>
        <translation>无：不发送凭据</translation>
    </message>
    <message>
        <source>Password at the proxy</source>
        <translation>代理密码</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>地址族</translation>
    </message>
    <message>
        <source>IPv6 and IPv4, as RFC 8305 orders them</source>
        <translation>IPv6 和 IPv4，按 RFC 8305 的顺序</translation>
    </message>
    <message>
        <source>IPv4 only</source>
        <translation>仅 IPv4</translation>
    </message>
    <message>
        <source>IPv6 only</source>
        <translation>仅 IPv6</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>&amp;Proxy</source>
        <translation>代理(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Host</source>
        <translation>主机(&amp;H)</translation>
    </message>
    <message>
        <source>Po&amp;rt</source>
        <translation>端口(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>用户名(&amp;U)</translation>
    </message>
    <message>
        <source>Pass&amp;word</source>
        <translation>密码(&amp;W)</translation>
    </message>
    <message>
        <source>Connect &amp;over</source>
        <translation>连接方式(&amp;O)</translation>
    </message>
    <message>
        <source>The host of the proxy is missing.</source>
        <translation>缺少代理的主机。</translation>
    </message>
    <message>
        <source>The host of the proxy must be a name or address alone.</source>
        <translation>代理的主机必须只是名称或地址。</translation>
    </message>
    <message>
        <source>The port of the proxy is missing. HTTP proxies often listen on 3128 or 8080, SOCKS5 on 1080.</source>
        <translation>缺少代理的端口。HTTP 代理常用 3128 或 8080，SOCKS5 常用 1080。</translation>
    </message>
    <message>
        <source>The user name at an HTTP proxy cannot have a colon.</source>
        <translation>HTTP 代理的用户名不能含冒号。</translation>
    </message>
    <message>
        <source>SOCKS5 takes at most 255 bytes of user name and of password.</source>
        <translation>SOCKS5 的用户名和密码各最多 255 字节。</translation>
    </message>
    <message>
        <source>A password without a user name is not sent. Give the user name too.</source>
        <translation>没有用户名的密码不会发送。请同时给出用户名。</translation>
    </message>
</context>
<context>
    <name>framescope::ui::RecordingLimitsDialog</name>
    <message>
        <source>no limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> MiB</translation>
    </message>
    <message>
        <source> minutes</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Limits of the recording</source>
        <translation>录制限制</translation>
    </message>
    <message>
        <source>Maximum &amp;size per file</source>
        <translation>文件大小(&amp;S)</translation>
    </message>
    <message>
        <source>Maximum &amp;frames per file</source>
        <translation>文件中的帧数(&amp;F)</translation>
    </message>
    <message>
        <source>Maximum &amp;age per file</source>
        <translation>文件时长(&amp;A)</translation>
    </message>
    <message>
        <source>Files that are &amp;kept</source>
        <translation>保留的文件数(&amp;K)</translation>
    </message>
    <message>
        <source>Everything is recorded to one file.</source>
        <translation>所有内容录制到一个文件。</translation>
    </message>
    <message>
        <source>When one of them is reached, the recording goes on in a new file, and a row says so. Save capture as makes one file of all of them.</source>
        <translation>达到其中任何一项时，录制在新文件中继续，并有一行说明。“捕获另存为”会把它们合成一个文件。</translation>
    </message>
    <message>
        <source>When one of them is reached, the recording goes on in a new file, and a row says so. The oldest file is deleted when there are more than these; its rows stay in the list without their bytes.</source>
        <translation>达到其中任何一项时，录制在新文件中继续，并有一行说明。文件数超过此值时删除最旧的文件；它的行留在列表中，但没有字节。</translation>
    </message>
</context>
<context>
    <name>framescope::ui::RequestPage</name>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>What the upgrade request says besides what every one must say (RFC 6455 §4.1).</source>
        <translation>升级请求除必需内容（RFC 6455 §4.1）之外还说什么。</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Origin</translation>
    </message>
    <message>
        <source>none; browsers send https://host of the page</source>
        <translation>无；浏览器发送 https:// 加页面的主机</translation>
    </message>
    <message>
        <source>Subprotocols, separated by commas</source>
        <translation>子协议，以逗号分隔</translation>
    </message>
    <message>
        <source>none; in order of preference, separated by commas</source>
        <translation>无；按优先顺序，以逗号分隔</translation>
    </message>
    <message>
        <source>Request &amp;headers, added after the ones of the handshake</source>
        <translation>请求头字段，加在握手头字段之后(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Origin</source>
        <translation>Origin(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Subprotocols</source>
        <translation>子协议(&amp;S)</translation>
    </message>
    <message>
        <source>Origin: %1</source>
        <translation>Origin：%1</translation>
    </message>
    <message>
        <source>Subprotocols: %1</source>
        <translation>子协议：%1</translation>
    </message>
</context>
<context>
    <name>framescope::ui::SecretEdit</name>
    <message>
        <source>Hide (Ctrl+R)</source>
        <translation>隐藏（Ctrl+R）</translation>
    </message>
    <message>
        <source>Reveal (Ctrl+R)</source>
        <translation>显示（Ctrl+R）</translation>
    </message>
    <message>
        <source>Reveal</source>
        <translation>显示</translation>
    </message>
</context>
<context>
    <name>framescope::ui::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>What they do</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Everywhere in the window</source>
        <translation>窗口任何位置</translation>
    </message>
</context>
<context>
    <name>framescope::ui::SidePane</name>
    <message>
        <source>CONNECTIONS</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>None yet. Enter an address above, or try the demo server.</source>
        <translation>还没有。请在上方输入地址，或试用演示服务器。</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接列表</translation>
    </message>
    <message>
        <source>RECENT CAPTURES</source>
        <translation>最近的捕获</translation>
    </message>
    <message>
        <source>Recent captures</source>
        <translation>最近的捕获</translation>
    </message>
</context>
<context>
    <name>framescope::ui::StatisticView</name>
    <message>
        <source>&amp;Show these rows</source>
        <translation>显示这些行(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Copy as table</source>
        <translation>复制为表格(&amp;C)</translation>
    </message>
    <message>
        <source>A click on a bar shows its rows in the main window.</source>
        <translation>单击柱形可在主窗口中显示它的行。</translation>
    </message>
    <message>
        <source>Filter the main window by the selected line, or go to its row</source>
        <translation>按选中的条目过滤主窗口，或转到它的行</translation>
    </message>
    <message>
        <source>Put the table on the clipboard, with tabs between columns</source>
        <translation>将表格放入剪贴板，各列以制表符分隔</translation>
    </message>
    <message>
        <source>&amp;Go to this row</source>
        <translation>转到此行(&amp;G)</translation>
    </message>
</context>
<context>
    <name>framescope::ui::StatisticsWindow</name>
    <message>
        <source>&amp;Logarithmic</source>
        <translation>对数刻度(&amp;L)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Statistics · Framescope</source>
        <translation>统计 · Framescope</translation>
    </message>
    <message>
        <source>Which rows are counted</source>
        <translation>统计哪些行</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>所有行</translation>
    </message>
    <message>
        <source>Rows of the selected connection</source>
        <translation>所选连接的行</translation>
    </message>
    <message>
        <source>What is counted</source>
        <translation>统计什么</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Draw bars by the logarithm, so that rare ones beside frequent ones can be seen</source>
        <translation>按对数绘制柱形，使少见的在常见的旁边也能看到</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>时间分布</translation>
    </message>
    <message>
        <source>Opcodes</source>
        <translation>操作码</translation>
    </message>
    <message>
        <source>Sizes</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Inter-arrival</source>
        <translation>到达间隔</translation>
    </message>
    <message>
        <source>Round trips</source>
        <translation>往返</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Message types</source>
        <translation>消息类型</translation>
    </message>
    <message>
        <source>Counting has not begun.</source>
        <translation>统计尚未开始。</translation>
    </message>
    <message>
        <source>Select a connection.</source>
        <translation>请选择一个连接。</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>Counting ended early: %1</source>
        <translation>统计提前结束：%1</translation>
    </message>
    <message>
        <source>Counted %1 of %2 rows</source>
        <translation>已统计 %1 行，共 %2 行</translation>
    </message>
    <message>
        <source>Messages read up to row %1 of %2</source>
        <translation>消息已读到第 %1 行，共 %2 行</translation>
    </message>
    <message>
        <source>Rows: %1</source>
        <translation>行数：%1</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%1 行，共 %2 行</translation>
    </message>
    <message>
        <source>Pages of the statistics</source>
        <translation>统计的各页</translation>
    </message>
    <message>
        <source>%1 undecided</source>
        <translation>%1 行未定</translation>
    </message>
    <message>
        <source>Undecided: a payload beyond 16 MiB, or an expression that took too long there.</source>
        <translation>未定：超过 16 MiB 的载荷，或在其中耗时过长的表达式。</translation>
    </message>
    <message>
        <source>Rows in the list</source>
        <translation>列表中的行</translation>
    </message>
</context>
<context>
    <name>framescope::ui::StatusLine</name>
    <message>
        <source>connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>TLS handshake</source>
        <translation>TLS 握手</translation>
    </message>
    <message>
        <source>opening handshake</source>
        <translation>起始握手</translation>
    </message>
    <message>
        <source>open · peer done sending</source>
        <translation>已打开 · 对端已停止发送</translation>
    </message>
    <message>
        <source>open</source>
        <translation>已打开</translation>
    </message>
    <message>
        <source>closing · peer done sending</source>
        <translation>正在关闭 · 对端已停止发送</translation>
    </message>
    <message>
        <source>closing</source>
        <translation>正在关闭</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Connection state</source>
        <translation>连接状态</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Extensions</source>
        <translation>扩展</translation>
    </message>
    <message>
        <source>Subprotocol</source>
        <translation>子协议</translation>
    </message>
    <message>
        <source>Round-trip time</source>
        <translation>往返时间</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>Not stored</source>
        <translation>未存储</translation>
    </message>
    <message>
        <source>Frame being received</source>
        <translation>正在接收的帧</translation>
    </message>
    <message>
        <source>%1 · certificate ✓</source>
        <translation>%1 · 证书 ✓</translation>
    </message>
    <message>
        <source>%1 · certificate accepted by exception ▲</source>
        <translation>%1 · 证书因例外而被接受 ▲</translation>
    </message>
    <message>
        <source>subprotocol %1</source>
        <translation>子协议 %1</translation>
    </message>
    <message>
        <source>receiving a frame: %1 of %2</source>
        <translation>正在接收一帧：%1 / %2</translation>
    </message>
    <message>
        <source>capture file</source>
        <translation>捕获文件</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>all connections</source>
        <translation>所有连接</translation>
    </message>
    <message>
        <source>1 frame</source>
        <translation>1 帧</translation>
    </message>
    <message>
        <source>%1 frames</source>
        <translation>%1 帧</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Go to the next row with an error: a broken rule, or a failure of the network (F8)</source>
        <translation>转到下一个有错误的行：违反规则或网络故障 (F8)</translation>
    </message>
    <message>
        <source>▲ not stored: %1</source>
        <translation>▲ 未存储：%1</translation>
    </message>
    <message>
        <source>▲ 1 error</source>
        <translation>▲ 1 处错误</translation>
    </message>
    <message>
        <source>▲ %1 errors</source>
        <translation>▲ %1 处错误</translation>
    </message>
    <message>
        <source>RTT %1</source>
        <translation>RTT %1</translation>
    </message>
    <message>
        <source>↓ %1, %2 · ↑ %3, %4</source>
        <translation>↓ %1，%2 · ↑ %3，%4</translation>
    </message>
    <message>
        <source>%1 with the handshake</source>
        <translation>%1（含握手）</translation>
    </message>
    <message>
        <source>%1 with handshakes</source>
        <translation>%1（含握手）</translation>
    </message>
    <message>
        <source>being recorded to %1</source>
        <translation>正在录制到 %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Compressed messages of both directions take %1 instead of %2.</source>
        <translation>双向的压缩消息占 %1，而非 %2。</translation>
    </message>
    <message>
        <source>%1, %2 % larger</source>
        <translation>%1，增大 %2%</translation>
    </message>
    <message>
        <source>%1, %2 % saved</source>
        <translation>%1，节省 %2%</translation>
    </message>
</context>
<context>
    <name>framescope::ui::TextPane</name>
    <message>
        <source>Show in Hex</source>
        <translation>在十六进制中显示</translation>
    </message>
    <message>
        <source>Wrap</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Break long lines at the edge</source>
        <translation>在边缘处折断长行</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>UTF-8 with a byte order mark</source>
        <translation>UTF-8，带字节顺序标记</translation>
    </message>
    <message>
        <source>not UTF-8; it begins as UTF-16 does</source>
        <translation>不是 UTF-8；开头像 UTF-16</translation>
    </message>
    <message>
        <source>not UTF-8</source>
        <translation>不是 UTF-8</translation>
    </message>
    <message>
        <source>ASCII</source>
        <translation>ASCII</translation>
    </message>
    <message>
        <source>UTF-8</source>
        <translation>UTF-8</translation>
    </message>
    <message>
        <source>%1 · bytes %2 to %3 are read and laid out, more as you scroll</source>
        <translation>%1 · 已读取并排版第 %2 到 %3 字节，滚动时继续</translation>
    </message>
    <message>
        <source>✗ Not UTF-8 at byte %1 of the payload (0x%2).</source>
        <translation>✗ 载荷第 %1 字节（0x%2）处不是 UTF-8。</translation>
    </message>
    <message>
        <source>Such bytes are shown as ⟨xNN⟩.</source>
        <translation>这样的字节显示为 ⟨xNN⟩。</translation>
    </message>
    <message>
        <source>Shown as ⟨xNN⟩: %1.</source>
        <translation>显示为 ⟨xNN⟩：%1。</translation>
    </message>
    <message>
        <source>✗ No close code: it is two bytes, and here is one (0x%1).</source>
        <translation>✗ 没有关闭码：关闭码有两个字节，这里只有一个（0x%1）。</translation>
    </message>
    <message>
        <source>Code %1 %2</source>
        <translation>关闭码 %1 %2</translation>
    </message>
    <message>
        <source>no reason after the code</source>
        <translation>关闭码之后没有原因</translation>
    </message>
    <message>
        <source>after the code</source>
        <translation>在关闭码之后</translation>
    </message>
    <message>
        <source>Bytes that are no UTF-8 are shown as ⟨xNN⟩.</source>
        <translation>不是 UTF-8 的字节显示为 ⟨xNN⟩。</translation>
    </message>
    <message>
        <source>Binary data: bytes that are no UTF-8 are shown as ⟨xNN⟩.</source>
        <translation>二进制数据：不是 UTF-8 的字节显示为 ⟨xNN⟩。</translation>
    </message>
    <message>
        <source>A part of a text message: characters may be cut at its ends. Bytes that are no UTF-8 by themselves are shown as ⟨xNN⟩.</source>
        <translation>文本消息的一部分：两端的字符可能被截断。单独不是 UTF-8 的字节显示为 ⟨xNN⟩。</translation>
    </message>
</context>
<context>
    <name>framescope::ui::TextWindow</name>
    <message>
        <source>Place in the payload</source>
        <translation>在载荷中的位置</translation>
    </message>
</context>
<context>
    <name>framescope::ui::TimelineView</name>
    <message>
        <source>%1 to %2. At the cursor: %3</source>
        <translation>%1 到 %2。光标处：%3</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Show the whole capture (0)</source>
        <translation>显示整个捕获（0）</translation>
    </message>
    <message>
        <source>Go to the newest rows and follow (End)</source>
        <translation>转到最新的行并跟随（End）</translation>
    </message>
    <message>
        <source>%1 connections</source>
        <translation>%1 个连接</translation>
    </message>
    <message>
        <source>received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>More than %1 connections share one lane. Choose one at the left to see it alone.</source>
        <translation>超过 %1 个的连接共用一条通道。在左侧选择一个可单独查看。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>从 %1</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>到 %1</translation>
    </message>
</context>
<context>
    <name>framescope::ui::TimesPage</name>
    <message>
        <source>Time limits</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>How long to wait for each step. The one that ran out is named.</source>
        <translation>每一步等待多久。哪一步超时会明确指出。</translation>
    </message>
    <message>
        <source>Give up connecting after</source>
        <translation>连接超时</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>Give up the TLS handshake after</source>
        <translation>TLS 握手超时</translation>
    </message>
    <message>
        <source>Give up the upgrade after</source>
        <translation>升级超时</translation>
    </message>
    <message>
        <source>Give up closing after</source>
        <translation>关闭超时</translation>
    </message>
    <message>
        <source>&amp;Connecting</source>
        <translation>连接(&amp;C)</translation>
    </message>
    <message>
        <source>Name lookup, TCP, and the tunnel of a proxy.</source>
        <translation>名称解析、TCP 和代理的隧道。</translation>
    </message>
    <message>
        <source>&amp;TLS handshake</source>
        <translation>TLS 握手(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Upgrade</source>
        <translation>升级(&amp;U)</translation>
    </message>
    <message>
        <source>The whole answer to the request, whatever trickles in.</source>
        <translation>对请求的完整应答，不论是否一点点到达。</translation>
    </message>
    <message>
        <source>C&amp;losing</source>
        <translation>关闭(&amp;L)</translation>
    </message>
    <message>
        <source>The peer&apos;s close frame, then the end of its stream.</source>
        <translation>对端的 close 帧，然后是其流的结束。</translation>
    </message>
</context>
<context>
    <name>framescope::ui::TlsPage</name>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Whom to trust on wss. Verification is always on; each exception is one certificate for one host.</source>
        <translation>wss 连接信任哪些证书。验证始终开启；每个例外是一个主机的一张证书。</translation>
    </message>
    <message>
        <source>Certificate authority files</source>
        <translation>证书颁发机构文件</translation>
    </message>
    <message>
        <source>Server name</source>
        <translation>服务器名称</translation>
    </message>
    <message>
        <source>the host of the address</source>
        <translation>地址中的主机</translation>
    </message>
    <message>
        <source>Oldest TLS version</source>
        <translation>最低 TLS 版本</translation>
    </message>
    <message>
        <source>TLS 1.0 (unsafe; for old servers)</source>
        <translation>TLS 1.0（不安全；用于旧服务器）</translation>
    </message>
    <message>
        <source>TLS 1.2</source>
        <translation>TLS 1.2</translation>
    </message>
    <message>
        <source>TLS 1.3</source>
        <translation>TLS 1.3</translation>
    </message>
    <message>
        <source>None: every certificate is verified.</source>
        <translation>无：每张证书都验证。</translation>
    </message>
    <message>
        <source>The authority file %1 cannot be read. Remove it or put it back.</source>
        <translation>颁发机构文件 %1 无法读取。请移除它或放回原处。</translation>
    </message>
    <message>
        <source>The server name must be a host name alone, for example db.internal.</source>
        <translation>服务器名称必须只是主机名，例如 db.internal。</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>证书 (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Certificates accepted by hand</source>
        <translation>手动接受的证书</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>不再信任</translation>
    </message>
    <message>
        <source>&amp;Server name</source>
        <translation>服务器名称(&amp;S)</translation>
    </message>
    <message>
        <source>Asked for (SNI) and checked against the certificate instead of the address&apos;s host.</source>
        <translation>用于请求（SNI），并代替地址中的主机与证书核对。</translation>
    </message>
    <message>
        <source>&amp;Oldest version</source>
        <translation>最低版本(&amp;O)</translation>
    </message>
    <message>
        <source>Certificate &amp;authorities trusted besides the system&apos;s (PEM files)</source>
        <translation>除系统之外还信任的证书颁发机构（PEM 文件）(&amp;A)</translation>
    </message>
    <message>
        <source>Add file…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Certificates accepted &amp;by hand: host, then SHA-256 fingerprint</source>
        <translation>手动接受的证书：主机，其后是 SHA-256 指纹(&amp;B)</translation>
    </message>
    <message>
        <source>None: only the system&apos;s are trusted.</source>
        <translation>无：只信任系统的证书颁发机构。</translation>
    </message>
    <message>
        <source>None accepted.</source>
        <translation>没有手动接受的证书。</translation>
    </message>
</context>
<context>
    <name>framescope::ui::TreeTab</name>
    <message>
        <source>Show in Hex</source>
        <translation>在十六进制中显示</translation>
    </message>
    <message>
        <source>Reading %1 …</source>
        <translation>正在读取 %1 …</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
</context>
<context>
    <name>framescope::ui::UrlEdit</name>
    <message>
        <source>Address to connect to</source>
        <translation>要连接的地址</translation>
    </message>
    <message>
        <source>wss://host/path, or paste a curl command</source>
        <translation>wss://主机/路径，或粘贴一条 curl 命令</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Addresses of before (Down)</source>
        <translation>以前的地址（向下键）</translation>
    </message>
    <message>
        <source>wss: encrypted with TLS, the certificate is verified</source>
        <translation>wss：用 TLS 加密，验证证书</translation>
    </message>
    <message>
        <source>Where to connect to</source>
        <translation>连接到哪里</translation>
    </message>
    <message>
        <source>ws: not encrypted, anyone on the way can read it</source>
        <translation>ws：未加密，途中的任何人都能读到</translation>
    </message>
    <message>
        <source>No address yet: each one you connect to is kept here</source>
        <translation>还没有地址：您连接过的每一个都会保存在这里</translation>
    </message>
    <message>
        <source>Clear history</source>
        <translation>清除历史</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Addresses of before</source>
        <translation>以前的地址</translation>
    </message>
    <message>
        <source>wss: will be encrypted; the certificate will be checked</source>
        <translation>wss：将加密；将检查证书</translation>
    </message>
    <message>
        <source>wss: encrypted with TLS, but the certificate is trusted only by your exception</source>
        <translation>wss：已用 TLS 加密，但证书仅凭您设的例外受信任</translation>
    </message>
    <message>
        <source>wss: not connected, the certificate was refused</source>
        <translation>wss：未连接，证书被拒绝</translation>
    </message>
</context>
<context>
    <name>framescope::ui::WelcomePage</name>
    <message>
        <source>See every frame, send any frame</source>
        <translation>看到每一帧，发送任意帧</translation>
    </message>
    <message>
        <source>Type a ws:// or wss:// address above and press Enter. Each frame that passes, in both directions, becomes a row here; select one to see its header, payload and verdict.</source>
        <translation>在上方输入 ws:// 或 wss:// 地址并按回车。双向经过的每一帧都会成为这里的一行；选择一行可查看其帧头、载荷和判定。</translation>
    </message>
    <message>
        <source>Connect to the built-in demo server</source>
        <translation>连接到内置演示服务器</translation>
    </message>
    <message>
        <source>Enter an address</source>
        <translation>输入地址</translation>
    </message>
    <message>
        <source>Open a capture…</source>
        <translation>打开捕获…</translation>
    </message>
    <message>
        <source>The demo needs no network: it runs inside this program and shows text, JSON, fragments, binary, pings, and on request every kind of malformed frame.</source>
        <translation>演示不需要网络：它在本程序内运行，展示文本、JSON、分片、二进制、ping，并可按要求发送各种畸形帧。</translation>
    </message>
    <message>
        <source>CAPTURES THAT WERE NOT SAVED</source>
        <translation>未保存的捕获</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open the capture of %1</source>
        <translation>打开 %1 的捕获</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the capture of %1</source>
        <translation>删除 %1 的捕获</translation>
    </message>
    <message>
        <source>%1 more in File › Unsaved captures</source>
        <translation>另有 %1 个，见“文件 › 未保存的捕获”</translation>
    </message>
</context>
<context>
    <name>framescope::ui::WireLine</name>
    <message>
        <source>Wire bytes</source>
        <translation>线路上的字节</translation>
    </message>
    <message>
        <source>The bytes that will be sent. First: FIN, RSV1-3 and opcode; second: mask bit and 7-bit length; then the extended length and the mask key where they are there, then the payload as on the wire.</source>
        <translation>将要发送的字节。第一个：FIN、RSV1-3 和操作码；第二个：掩码位和 7 位长度；然后是扩展长度和掩码密钥（如有），最后是线路上的载荷。</translation>
    </message>
    <message>
        <source>(1 byte)</source>
        <translation>（1 字节）</translation>
    </message>
    <message>
        <source>(%1 bytes)</source>
        <translation>（%1 字节）</translation>
    </message>
    <message>
        <source>wire:</source>
        <translation>线路上的字节：</translation>
    </message>
</context>
</TS>
